using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Http.Tests;

namespace AwsAuthFastProxy.Fuzz.Responses;

/// <summary>
/// Responses read the plain way, over text and with the productions of RFC 9112 as patterns; what is ambiguous is refused. It knows no limits.
/// </summary>
internal static partial class SlowResponseReader
{
    public enum Outcome
    {
        Whole,

        /// <summary>The bytes ran out.</summary>
        Cut,

        /// <summary>No response, or one that can be read in two ways.</summary>
        Refused,
    }

    /// <summary>Reads informational responses and the final one.</summary>
    /// <param name="text">What came.</param>
    /// <param name="position">Where it begins; behind it when whole.</param>
    /// <param name="method">Method of the request.</param>
    /// <param name="response">The final response when whole.</param>
    public static Outcome Read(string text, ref int position, string method, out ReadResponse? response)
    {
        response = null;
        while (true)
        {
            int end = text.IndexOf("\r\n\r\n", position, StringComparison.Ordinal);
            if (end < 0)
            {
                return Outcome.Cut;
            }

            string[] lines = text[position..end].Split("\r\n");
            Match status = StatusLine().Match(lines[0]);
            Match[] fields = [.. lines.Skip(1).Select(static line => FieldLine().Match(line))];
            if (!status.Success || fields.Any(static field => !field.Success))
            {
                return Outcome.Refused;
            }

            position = end + 4;
            int code = int.Parse(status.Groups["code"].Value, CultureInfo.InvariantCulture);
            (string Name, string Value)[] pairs = [.. fields.Select(static field => (field.Groups["name"].Value, field.Groups["value"].Value))];
            if (code >= 200)
            {
                return Finish(text, ref position, method, code, status.Groups["minor"].Value == "0", pairs, out response);
            }

            if (Framing(pairs, status.Groups["minor"].Value == "0") is null)
            {
                return Outcome.Refused;
            }
        }
    }

    private static Outcome Finish(
        string text, ref int position, string method, int code, bool isHttp10, (string Name, string Value)[] fields, out ReadResponse? response)
    {
        response = null;
        if (Framing(fields, isHttp10) is not { } framing)
        {
            return Outcome.Refused;
        }

        byte[] rest = Encoding.Latin1.GetBytes(text[position..]);
        byte[] body;
        if (method == "HEAD" || code is 204 or 304)
        {
            body = [];
        }
        else if (framing == "chunked")
        {
            ChunkedOutcome chunks = SlowChunkedDecoder.Decode(rest);
            if (chunks.Status != ChunkStatus.Done)
            {
                return chunks.Status == ChunkStatus.Rejected ? Outcome.Refused : Outcome.Cut;
            }

            body = WireText.Decode(chunks.Data);
            position += chunks.Consumed;
        }
        else
        {
            long length = framing == "close" ? rest.Length : long.Parse(framing, CultureInfo.InvariantCulture);
            if (length > rest.Length)
            {
                return Outcome.Cut;
            }

            body = rest[..(int)length];
            position += (int)length;
        }

        response = new ReadResponse(code, fields, body);
        return Outcome.Whole;
    }

    /// <summary>A length, "chunked", "close", or null for what must be refused (RFC 9112 §6.3).</summary>
    private static string? Framing((string Name, string Value)[] fields, bool isHttp10)
    {
        string[] codings = Values(fields, "transfer-encoding");
        string[] lengths = Values(fields, "content-length");
        if (codings.Length > 0)
        {
            return codings is [var coding] && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) && lengths.Length == 0 && !isHttp10 ? "chunked" : null;
        }

        return lengths.Length switch
        {
            0 => "close",
            1 => Digits().IsMatch(lengths[0]) && long.TryParse(lengths[0], CultureInfo.InvariantCulture, out _) ? lengths[0] : null,
            _ => null,
        };
    }

    private static string[] Values((string Name, string Value)[] fields, string name) =>
        [.. fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static field => field.Value)];

    [GeneratedRegex(@"\AHTTP/1\.(?<minor>[0-9]) (?<code>[1-5][0-9]{2})(?: [\t \x21-\x7E\x80-\xFF]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"\A(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?<value>(?:[\x21-\x7E\x80-\xFF](?:[\t \x21-\x7E\x80-\xFF]*[\x21-\x7E\x80-\xFF])?)?)[ \t]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"\A[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
