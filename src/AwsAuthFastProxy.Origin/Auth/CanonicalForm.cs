using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>
/// The canonical request and the string to sign of one received request, as S3's documentation lays them out.
/// Text is Latin-1: a character is an octet.
/// </summary>
internal sealed record CanonicalForm(string Request, string StringToSign)
{
    /// <param name="request">The request.</param>
    /// <param name="presented">What it says about its signature.</param>
    /// <param name="isS3">Whether the path is taken as it is, or normalised and encoded once more, as all other services have it.</param>
    public static CanonicalForm Of(S3Request request, PresentedSignature presented, bool isS3)
    {
        string canonical = string.Join('\n', [
            request.Head.Method,
            isS3 ? PercentEncoding.Encode(request.PathOctets, keepSlash: true) : ServicePath(request.Head.PathAndQuery.Split('?')[0]),
            Query(request, presented.Form),
            Headers(request, presented.SignedHeaders),
            string.Join(';', Sorted(presented.SignedHeaders)),
            presented.PayloadHash,
        ]);
        string toSign = string.Join('\n', [
            AuthorizationHeader.Algorithm,
            presented.Timestamp,
            presented.Scope.ToString(),
            PayloadHash.Of(Encoding.Latin1.GetBytes(canonical)),
        ]);
        return new CanonicalForm(canonical, toSign);
    }

    // "Create a signed AWS API request": normalised by RFC 3986 §5.2.4, redundant slashes too, then each segment encoded again.
    private static string ServicePath(string received)
    {
        var kept = new List<string>();
        string[] segments = received.Split('/');
        foreach (string segment in segments)
        {
            if (segment == "..")
            {
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            }
            else if (segment is not ("" or "."))
            {
                kept.Add(PercentEncoding.Encode(Encoding.Latin1.GetBytes(segment), keepSlash: false));
            }
        }

        string path = "/" + string.Join('/', kept);
        return kept.Count > 0 && segments[^1] is "" or "." or ".." ? path.TrimEnd('/') + "/" : path;
    }

    private static string Query(S3Request request, SignatureForm form)
    {
        IEnumerable<string> pairs = request.QueryParameters
            .Where(parameter => form != SignatureForm.Query || parameter.Name != PresignedQuery.SignatureName)
            .OrderBy(parameter => parameter.EncodedName, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.EncodedValue, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.EncodedName}={parameter.EncodedValue}");
        return string.Join('&', pairs);
    }

    private static string Headers(S3Request request, IReadOnlyList<string> names)
    {
        var lines = new StringBuilder();
        foreach (string name in Sorted(names))
        {
            // A signed header that did not arrive gets no line at all, not even an empty one: then nothing that a client
            // could have signed matches, and a proxy that loses a header is found out.
            string[] values = FieldLines.Values(HeaderLines(request), name).Select(Folded).ToArray();
            if (values.Length > 0)
            {
                lines.Append(name).Append(':').AppendJoin(',', values).Append('\n');
            }
        }

        return lines.ToString();
    }

    // The host is the target's when the target has one: RFC 9112 §3.2.2 lets it replace the Host field.
    private static IEnumerable<KeyValuePair<string, string>> HeaderLines(S3Request request) =>
        request.Head.Headers.Select(line => line.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)
            ? new KeyValuePair<string, string>(line.Key, request.Head.Authority)
            : line);

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    private static string Folded(string value) =>
        string.Join(' ', value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
