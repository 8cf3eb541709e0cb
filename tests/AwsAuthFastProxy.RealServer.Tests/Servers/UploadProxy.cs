using AwsAuthFastProxy.RealServer.Tests.Clients;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>The proxy with one payload mode for all its upstreams, and TLS in front of it for clients that frame an upload otherwise over HTTPS.</summary>
internal sealed class UploadProxy : IDisposable
{
    private readonly string _folder;
    private readonly ProxyProcess _process;
    private TlsTerminator? _terminator;

    /// <param name="server">Where uploads go.</param>
    /// <param name="serverTlsPort">Where TLS in front of it listens.</param>
    /// <param name="payload">Payload mode of the upstreams.</param>
    /// <param name="folder">For its files; the folder above has the certificates.</param>
    public UploadProxy(S3Server server, int serverTlsPort, string payload, string folder)
    {
        _folder = folder;
        foreach (string file in new[] { "ca.pem", "server.pem", "server.key" })
        {
            File.Copy(Path.Combine(folder, "..", file), Path.Combine(folder, file));
        }

        var config = new ProxyConfig(server) { Payload = payload };
        foreach ((string scheme, int port, string style) in new[] { ("http", server.Url.Port, "path"), ("https", serverTlsPort, "virtual") })
        {
            string endpoint = $"{scheme}://localhost:{port}";
            config.Endpoint(scheme == "http" ? "127.0.0.1" : "localhost", endpoint)
                .Endpoint($"*.{scheme}.test", endpoint, "{host}", style)
                .Endpoint($"fixed.{scheme}-bucket.test", endpoint, UploadServer.Bucket, style)
                .Write($"*.{scheme}-write.test", endpoint, "{host}", style)
                .Spool($"*.{scheme}-spool.test", endpoint, "{host}", style);
        }

        _process = new ProxyProcess(folder, config.ToString());
    }

    /// <summary>Names under which clients reach it by HTTPS.</summary>
    public static IReadOnlyList<string> ServerNames { get; } =
        ["*.http.test", "*.https.test", "*.http-bucket.test", "*.https-bucket.test", "*.http-write.test", "*.https-write.test"];

    /// <summary>What it has logged so far.</summary>
    public string Log => _process.Log;

    /// <summary>Where a client finds a way.</summary>
    /// <param name="way">The way; its payload mode is this proxy's.</param>
    /// <param name="clientScheme">The client's scheme towards the proxy.</param>
    public ClientEndpoint Endpoint(UploadWay way, string clientScheme = "http")
    {
        int port = clientScheme == "http" ? _process.Port : (_terminator ??= new TlsTerminator(_folder, new Uri($"http://127.0.0.1:{_process.Port}"))).Port;
        (string host, string bucket) = way.Addressing switch
        {
            "path" => (way.Scheme == "http" ? "127.0.0.1" : "localhost", UploadServer.Bucket),
            "host" => ($"{way.Scheme}.test", UploadServer.Bucket),
            "fixed" => ($"{way.Scheme}-bucket.test", "fixed"),
            "write" or "spool" => ($"{way.Scheme}-{way.Addressing}.test", UploadServer.Bucket),
            _ => throw new ArgumentException(way.Addressing, nameof(way)),
        };
        return new ClientEndpoint($"{clientScheme}://{host}:{port}", bucket, way.Addressing != "path", port, Path.Combine(_folder, "ca.pem"));
    }

    /// <summary>Ends it as its users do.</summary>
    public void Stop()
    {
        int status = _process.Stop();
        Assert.True(status == 0, $"The proxy's exit status is {status}:\n{Log}");
        Assert.DoesNotContain("crit:", Log, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _process.Dispose();
        _terminator?.Dispose();
    }
}
