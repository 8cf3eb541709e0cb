using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>A request in S3's terms: bucket, key and parameters, with the octets that the signature covers.</summary>
internal sealed class S3Request
{
    public const int MaxKeyOctets = 1024;
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private S3Request(RequestHead head, byte[] pathOctets, List<QueryParameter> parameters)
    {
        Head = head;
        PathOctets = pathOctets;
        QueryParameters = parameters;
    }

    public RequestHead Head { get; }

    /// <summary>The path as received, decoded once.</summary>
    public byte[] PathOctets { get; }

    public IReadOnlyList<QueryParameter> QueryParameters { get; }

    /// <summary>Empty for the service itself.</summary>
    public string Bucket { get; private init; } = "";

    /// <summary>Empty for a bucket or the service.</summary>
    public string Key { get; private init; } = "";

    /// <summary>Whether the path is UTF-8. Where it is not, bucket and key are its octets as Latin-1, which name nothing.</summary>
    public bool HasTextPath { get; private init; }

    public bool IsSigned { get; set; }

    public bool IsStreaming => PayloadHash.IsStreaming(Header("x-amz-content-sha256"));

    /// <summary><c>x-amz-decoded-content-length</c>; null when absent or no number.</summary>
    public long? DecodedContentLength =>
        Header("x-amz-decoded-content-length") is { } text && HttpGrammar.IsDecimal(text) ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <exception cref="S3ErrorException">400 InvalidURI: bad percent-encoding.</exception>
    public static S3Request From(RequestHead head, string domain)
    {
        string[] sides = head.PathAndQuery.Split('?', 2);
        byte[] pathOctets = PercentEncoding.Decode(sides[0]);
        bool isText = TryUtf8(pathOctets, out string path);
        path = path[1..];
        List<QueryParameter> parameters = QueryParameter.ParseAll(sides.Length == 2 ? sides[1] : "");

        string host = head.Authority;
        int port = host.LastIndexOf(':');
        if (port > host.LastIndexOf(']'))
        {
            host = host[..port];
        }

        if (host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase))
        {
            return new S3Request(head, pathOctets, parameters)
            {
                Bucket = host[..^(domain.Length + 1)].ToLowerInvariant(),
                Key = path,
                HasTextPath = isText,
            };
        }

        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return new S3Request(head, pathOctets, parameters)
        {
            Bucket = slash < 0 ? path : path[..slash],
            Key = slash < 0 ? "" : path[(slash + 1)..],
            HasTextPath = isText,
        };
    }

    /// <summary>The values of a header joined with a comma; null when it is absent.</summary>
    public string? Header(string name) => FieldLines.Combined(Head.Headers, name, ",");

    /// <summary>The value of the first parameter of this name; null when there is none.</summary>
    public string? Query(string name) => QueryParameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    private static bool TryUtf8(byte[] octets, out string text)
    {
        try
        {
            text = s_strictUtf8.GetString(octets);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.Latin1.GetString(octets);
            return false;
        }
    }
}
