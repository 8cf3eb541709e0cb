using System.Text.Json;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>A configuration of the proxy, built up route by route: each Host leads to an upstream of its own.</summary>
/// <param name="server">Whose keys sign, where nothing else is said.</param>
internal sealed class ProxyConfig(S3Server server)
{
    private static readonly string[] s_reading = ["GET", "HEAD"];
    private static readonly string[] s_writing = ["GET", "HEAD", "PUT", "DELETE"];
    private readonly Dictionary<string, object> _upstreams = [];
    private readonly List<object> _routes = [];

    /// <summary>A route that reads one bucket.</summary>
    public ProxyConfig Read(
        string host, string endpoint, string bucket, string style,
        string credentials = "main", string region = "us-east-1", string service = "s3", string authority = "ca.pem") =>
        Add(new { host, path = "/", upstream = host, methods = s_reading }, host, endpoint, bucket, style, credentials, region, service, authority);

    /// <summary>A route that reads and writes one bucket.</summary>
    public ProxyConfig Write(string host, string endpoint, string bucket, string style) =>
        Add(new { host, path = "/", upstream = host, methods = s_writing, anonymousWrites = true }, host, endpoint, bucket, style);

    /// <summary>A route that is an S3 endpoint: the client's path names the bucket.</summary>
    public ProxyConfig Endpoint(string host, string endpoint) =>
        Add(new { host, path = "/", upstream = host, methods = new[] { "*" }, operations = "all", anonymousWrites = true }, host, endpoint, "{path}", "path");

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

    private ProxyConfig Add(
        object route, string host, string endpoint, string bucket, string style,
        string credentials = "main", string region = "us-east-1", string service = "s3", string authority = "ca.pem")
    {
        _routes.Add(route);
        _upstreams.Add(host, endpoint.StartsWith("https:", StringComparison.Ordinal)
            ? new { endpoint, bucket, style, region, service, credentials, tls = new { ca = authority } }
            : new { endpoint, bucket, style, region, service, credentials });
        return this;
    }
}
