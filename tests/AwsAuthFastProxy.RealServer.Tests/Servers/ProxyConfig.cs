using System.Text.Json;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>A configuration of the proxy, built up route by route: each Host leads to an upstream of its own.</summary>
/// <param name="server">Whose keys sign, where nothing else is said.</param>
internal sealed class ProxyConfig(S3Server server)
{
    private static readonly string[] s_reading = ["GET", "HEAD"];
    private static readonly string[] s_writing = ["GET", "HEAD", "PUT", "POST", "DELETE"];
    private readonly Dictionary<string, object> _upstreams = [];
    private readonly List<object> _routes = [];

    /// <summary>Payload mode of the upstreams; <c>auto</c> goes without saying.</summary>
    public string Payload { get; init; } = "auto";

    /// <summary>A route that reads one bucket.</summary>
    public ProxyConfig Read(
        string host, string endpoint, string bucket, string style,
        string credentials = "main", string region = "us-east-1", string service = "s3", string authority = "ca.pem") =>
        Add(new { host, path = "/", upstream = Name(host), methods = s_reading }, host, endpoint, bucket, style, credentials, region, service, authority);

    /// <summary>A route that reads and writes objects.</summary>
    public ProxyConfig Write(string host, string endpoint, string bucket, string style) =>
        Add(new { host, path = "/", upstream = Name(host), methods = s_writing, anonymousWrites = true }, host, endpoint, bucket, style);

    /// <summary>A route that reads and writes objects, and reads bodies of unknown length whole.</summary>
    public ProxyConfig Spool(string host, string endpoint, string bucket, string style) =>
        Add(new { host, path = "/", upstream = Name(host), methods = s_writing, anonymousWrites = true, spool = "1MiB" }, host, endpoint, bucket, style);

    /// <summary>A route that is an S3 endpoint; where nothing is said of the bucket, the client's path names it.</summary>
    public ProxyConfig Endpoint(string host, string endpoint, string bucket = "{path}", string style = "path") =>
        Add(new { host, path = "/", upstream = Name(host), methods = new[] { "*" }, operations = "all", anonymousWrites = true }, host, endpoint, bucket, style);

    /// <summary>The configuration file's text; it listens on a port of loopback that it chooses.</summary>
    public override string ToString() => JsonSerializer.Serialize(new
    {
        listen = new[] { new { address = "127.0.0.1:0" } },
        credentials = new
        {
            main = new { accessKey = server.AccessKey, secretKey = server.SecretKey },
            wrongSecret = new { accessKey = server.AccessKey, secretKey = server.SecretKey + "x" },
            unknownKey = new { accessKey = "AKIDUNKNOWN", secretKey = server.SecretKey },
        },
        upstreams = _upstreams,
        routes = _routes,
    });

    private static string Name(string host) => host.Replace("*", "any", StringComparison.Ordinal);

    private ProxyConfig Add(
        object route, string host, string endpoint, string bucket, string style,
        string credentials = "main", string region = "us-east-1", string service = "s3", string authority = "ca.pem")
    {
        _routes.Add(route);
        var upstream = new Dictionary<string, object>
        {
            ["endpoint"] = endpoint,
            ["bucket"] = bucket,
            ["style"] = style,
            ["region"] = region,
            ["service"] = service,
            ["credentials"] = credentials,
        };
        if (endpoint.StartsWith("https:", StringComparison.Ordinal))
        {
            upstream.Add("tls", new { ca = authority });
        }

        if (Payload != "auto")
        {
            upstream.Add("payload", Payload);
        }

        if (Payload == "buffered")
        {
            // The parts of a multipart upload have 5 MiB at least.
            upstream.Add("bufferedBytes", "16MiB");
        }

        _upstreams.Add(Name(host), upstream);
        return this;
    }
}
