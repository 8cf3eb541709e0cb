using System.Globalization;

namespace AwsAuthFastProxy.Origin;

/// <summary>The basic ISO 8601 form of instants in signatures: <c>yyyyMMddTHHmmssZ</c>.</summary>
internal static class AmzDate
{
    private const string Form = "yyyyMMdd'T'HHmmss'Z'";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
