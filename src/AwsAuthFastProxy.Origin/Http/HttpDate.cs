using System.Globalization;

namespace AwsAuthFastProxy.Origin;

/// <summary>HTTP-date, RFC 9110 §5.6.7: written as IMF-fixdate, read in all three forms.</summary>
internal static class HttpDate
{
    private static readonly string[] s_forms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
