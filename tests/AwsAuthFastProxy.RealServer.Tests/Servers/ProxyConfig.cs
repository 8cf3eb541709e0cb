using System.Text.Json;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>
/// The proxy's configuration: a route for each way to a server, chosen by Host. With any other Host, the proxy is an S3 endpoint of plain HTTP.
/// </summary>
internal static class ProxyConfig
{
    /// <summary>Hosts of the routes that read <see cref="CephSite.OddKeys"/>: each scheme to the server with each style.</summary>
    public static IReadOnlyList<string> Readers { get; } = ["http-path.test", "http-virtual.test", "https-path.test", "https-virtual.test"];

    /// <summary>Hosts of the routes that write <see cref="CephSite.Written"/>.</summary>
    public static IReadOnlyList<string> Writers { get; } = ["http-write.test", "https-write.test"];

    /// <summary>Hosts of the routes that are S3 endpoints: the client's path names the bucket.</summary>
    public static IReadOnlyList<string> Endpoints { get; } = ["127.0.0.1", "localhost"];

    /// <summary>Reads with a secret that is not the user's.</summary>
    public const string WrongSecret = "wrong-secret.test";

    /// <summary>Reads with an access key that the server does not know.</summary>
    public const string UnknownKey = "unknown-key.test";

    /// <summary>Leads to a port on which nothing listens.</summary>
    public const string Absent = "absent.test";

    /// <summary>Trusts an authority that did not issue the server's certificate.</summary>
    public const string Untrusted = "untrusted.test";

    /// <summary>Plain HTTP to the port that speaks TLS.</summary>
    public const string Garbage = "garbage.test";

    /// <summary>The configuration in front of <paramref name="server"/>, whose TLS terminator listens on <paramref name="tlsPort"/>.</summary>
    public static string Text(S3Server server, int tlsPort)
    {
        string plain = $"http://localhost:{server.Url.Port}";
        string secure = $"https://localhost:{tlsPort}";
        string absent = $"http://127.0.0.1:{FreePort.Find()}";
        (string Host, object Upstream, string[] Methods, string Operations)[] routes =
        [
            ("http-path.test", Upstream(plain, CephSite.OddKeys, "path"), ["GET", "HEAD"], "read"),
            ("http-virtual.test", Upstream(plain, CephSite.OddKeys, "virtual"), ["GET", "HEAD"], "read"),
            ("https-path.test", Upstream(secure, CephSite.OddKeys, "path"), ["GET", "HEAD"], "read"),
            ("https-virtual.test", Upstream(secure, CephSite.OddKeys, "virtual"), ["GET", "HEAD"], "read"),
            ("http-write.test", Upstream(plain, CephSite.Written, "path"), ["GET", "HEAD", "PUT", "DELETE"], "write"),
            ("https-write.test", Upstream(secure, CephSite.Written, "virtual"), ["GET", "HEAD", "PUT", "DELETE"], "write"),
            (WrongSecret, Upstream(plain, CephSite.OddKeys, "path", credentials: "wrongSecret"), ["GET", "HEAD"], "read"),
            (UnknownKey, Upstream(plain, CephSite.OddKeys, "path", credentials: "unknownKey"), ["GET", "HEAD"], "read"),
            (Absent, Upstream(absent, CephSite.OddKeys, "path"), ["GET", "HEAD"], "read"),
            (Untrusted, Upstream(secure, CephSite.OddKeys, "path", authority: "other-ca.pem"), ["GET", "HEAD"], "read"),
            (Garbage, Upstream($"http://localhost:{tlsPort}", CephSite.OddKeys, "path"), ["GET", "HEAD"], "read"),
            ("localhost", Upstream(secure, "{path}", "path"), ["*"], "all"),
            ("", Upstream(plain, "{path}", "path"), ["*"], "all"),
        ];
        return JsonSerializer.Serialize(new
        {
            listen = new[] { new { address = "127.0.0.1:0" } },
            credentials = new
            {
                main = new { accessKey = server.AccessKey, secretKey = server.SecretKey },
                wrongSecret = new { accessKey = server.AccessKey, secretKey = server.SecretKey + "x" },
                unknownKey = new { accessKey = "AKIDUNKNOWN", secretKey = server.SecretKey },
            },
            upstreams = routes.ToDictionary(r => "to-" + r.Host, r => r.Upstream),
            routes = routes.Select(r => Route(r.Host, "to-" + r.Host, r.Methods, r.Operations)),
        });
    }

    private static Dictionary<string, object> Upstream(
        string endpoint, string bucket, string style, string credentials = "main", string authority = "ca.pem")
    {
        var upstream = new Dictionary<string, object>
        {
            ["endpoint"] = endpoint,
            ["bucket"] = bucket,
            ["style"] = style,
            ["region"] = "us-east-1",
            ["credentials"] = credentials,
        };
        if (endpoint.StartsWith("https:", StringComparison.Ordinal))
        {
            upstream["tls"] = new { ca = authority };
        }

        return upstream;
    }

    private static Dictionary<string, object> Route(string host, string upstream, string[] methods, string operations)
    {
        var route = new Dictionary<string, object> { ["path"] = "/", ["upstream"] = upstream, ["methods"] = methods, ["operations"] = operations };
        if (host.Length > 0)
        {
            route["host"] = host;
        }

        return route;
    }
}
