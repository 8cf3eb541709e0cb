namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Hosts of the routes to Ceph, one for each way there.</summary>
internal static class CephRoutes
{
    /// <summary>Reads with a secret that is not the user's.</summary>
    public const string WrongSecret = "wrong-secret.test";

    /// <summary>Reads with an access key that the server does not know.</summary>
    public const string UnknownKey = "unknown-key.test";

    /// <summary>Leads to a port on which nothing listens.</summary>
    public const string Absent = "absent.test";

    /// <summary>Trusts an authority that did not issue the server's certificate.</summary>
    public const string Untrusted = "untrusted.test";

    /// <summary>Plain HTTP to the port that speaks TLS.</summary>
    public const string TlsUnasked = "tls-unasked.test";

    /// <summary>Read <see cref="CephSite.OddKeys"/>: each scheme to the server with each style.</summary>
    public static IReadOnlyList<string> Readers { get; } = ["http-path.test", "http-virtual.test", "https-path.test", "https-virtual.test"];

    /// <summary>Write <see cref="CephSite.Written"/>.</summary>
    public static IReadOnlyList<string> Writers { get; } = ["http-write.test", "https-write.test"];

    /// <summary>Are S3 endpoints, over plain HTTP and over HTTPS to the server; names that a client can connect to.</summary>
    public static IReadOnlyList<string> Endpoints { get; } = ["127.0.0.1", "localhost"];

    /// <summary>The configuration in front of <paramref name="server"/>, whose TLS terminator listens on <paramref name="tlsPort"/>.</summary>
    public static ProxyConfig Config(S3Server server, int tlsPort)
    {
        string plain = $"http://localhost:{server.Url.Port}";
        string secure = $"https://localhost:{tlsPort}";
        return new ProxyConfig(server)
            .Read("http-path.test", plain, CephSite.OddKeys, "path")
            .Read("http-virtual.test", plain, CephSite.OddKeys, "virtual")
            .Read("https-path.test", secure, CephSite.OddKeys, "path")
            .Read("https-virtual.test", secure, CephSite.OddKeys, "virtual")
            .Write("http-write.test", plain, CephSite.Written, "path")
            .Write("https-write.test", secure, CephSite.Written, "virtual")
            .Read(WrongSecret, plain, CephSite.OddKeys, "path", credentials: "wrongSecret")
            .Read(UnknownKey, plain, CephSite.OddKeys, "path", credentials: "unknownKey")
            .Read(Absent, $"http://127.0.0.1:{FreePort.Find()}", CephSite.OddKeys, "path")
            .Read(Untrusted, secure, CephSite.OddKeys, "path", authority: "other-ca.pem")
            .Read(TlsUnasked, $"http://localhost:{tlsPort}", CephSite.OddKeys, "path")
            .Endpoint("127.0.0.1", plain)
            .Endpoint("localhost", secure);
    }
}
