using System.Globalization;

namespace AwsAuthFastProxy.Origin;

/// <summary>Derives authority and content framing from a head's parts. What is ambiguous is refused (RFC 9112 §3.2, §6).</summary>
internal static class Framing
{
    public static RequestHead Describe(string method, string target, int minorVersion, List<KeyValuePair<string, string>> fields)
    {
        string host = Host(fields, minorVersion);
        (string authority, string pathAndQuery) = Target(method, target, host);
        bool chunked = IsChunked(fields, minorVersion);
        long? length = ContentLength(fields);
        if (chunked && length is not null)
        {
            // RFC 9112 §6.3 allows to prefer the coding; refusing is the answer that cannot be used to smuggle.
            throw new HttpRefusedException(400, "Transfer-Encoding and Content-Length stand together.");
        }

        return new RequestHead(method, target, minorVersion, fields)
        {
            Authority = authority,
            PathAndQuery = pathAndQuery,
            ContentLength = length,
            IsChunked = chunked,
        };
    }

    private static string Host(List<KeyValuePair<string, string>> fields, int minorVersion)
    {
        string[] hosts = FieldLines.Values(fields, "Host").ToArray();
        if (hosts.Length == 0 && minorVersion == 0)
        {
            return "";
        }

        return hosts.Length == 1 && HttpGrammar.Host().IsMatch(hosts[0])
            ? hosts[0]
            : throw new HttpRefusedException(400, "There must be one valid Host field.");
    }

    private static (string Authority, string PathAndQuery) Target(string method, string target, string host)
    {
        if (target[0] == '/')
        {
            return (host, target);
        }

        if (target == "*" && method == "OPTIONS")
        {
            return (host, "/");
        }

        // absolute-form: the authority takes the place of Host, RFC 9112 §3.2.2. Userinfo is no part of S3's hosts.
        string? rest = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? target[7..]
            : target.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? target[8..]
            : null;
        if (rest is null)
        {
            throw new HttpRefusedException(400, "The request-target has no form that this method allows.");
        }

        int end = rest.AsSpan().IndexOfAny('/', '?');
        string authority = end < 0 ? rest : rest[..end];
        string path = end < 0 ? "/" : rest[end] == '?' ? "/" + rest[end..] : rest[end..];
        return HttpGrammar.Host().IsMatch(authority)
            ? (authority, path)
            : throw new HttpRefusedException(400, "The request-target's authority is malformed.");
    }

    private static bool IsChunked(List<KeyValuePair<string, string>> fields, int minorVersion)
    {
        string[] codings = FieldLines.Values(fields, "Transfer-Encoding").ToArray();
        if (codings.Length == 0)
        {
            return false;
        }

        // RFC 9112 §6.1: a Transfer-Encoding in HTTP/1.0 is faulty framing.
        if (minorVersion == 0)
        {
            throw new HttpRefusedException(400, "Transfer-Encoding stands in an HTTP/1.0 request.");
        }

        if (codings.Length == 1 && codings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // RFC 9112 §6.3: when the last coding is not chunked the length is unknown; §6.1: other codings are not understood.
        bool lastIsChunked = codings[^1].Split(',')[^1].Trim(' ', '\t').Equals("chunked", StringComparison.OrdinalIgnoreCase);
        throw new HttpRefusedException(lastIsChunked ? 501 : 400, "The transfer coding is not chunked alone.");
    }

    private static long? ContentLength(List<KeyValuePair<string, string>> fields)
    {
        string[] lengths = FieldLines.Values(fields, "Content-Length").ToArray();
        return lengths.Length switch
        {
            0 => null,
            1 when HttpGrammar.IsDecimal(lengths[0]) => long.Parse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture),
            _ => throw new HttpRefusedException(400, "There must be one Content-Length of digits."),
        };
    }
}
