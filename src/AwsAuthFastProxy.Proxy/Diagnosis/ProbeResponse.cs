using System.Globalization;
using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>An upstream's answer to a probe, or in words why there is none.</summary>
internal sealed class ProbeResponse
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private ProbeResponse(string? failure) => Failure = failure;

    /// <summary>Why there is no answer; null when there is one.</summary>
    public string? Failure { get; }

    public int Status { get; private init; }

    public byte[] Body { get; private init; } = [];

    /// <summary>The time of the answer by the server's clock, or null.</summary>
    public DateTimeOffset? Date =>
        DateTimeOffset.TryParseExact(Field("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;

    public static ProbeResponse None(string failure) => new(failure);

    public static ProbeResponse Of(ResponseHead head, ReadOnlySpan<byte> bytes, byte[] body)
    {
        var response = new ProbeResponse(null) { Status = head.Status, Body = body };
        foreach (ref readonly FieldLine line in head.Fields.Lines)
        {
            response._fields.TryAdd(Encoding.Latin1.GetString(line.Name(bytes)), Encoding.Latin1.GetString(line.Value(bytes)));
        }

        return response;
    }

    /// <summary>The first value of a field, or null.</summary>
    public string? Field(string name) => _fields.GetValueOrDefault(name);
}
