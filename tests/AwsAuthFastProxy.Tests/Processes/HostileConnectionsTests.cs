using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Tests.Online;
using Xunit;
using Xunit.Abstractions;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>
/// Thousands of connections that only want to be held, against the running executable: each kind costs a bounded amount of memory, and
/// others are served meanwhile. 10,000 with AAFP_SOAK=1, else a tenth.
/// </summary>
public sealed class HostileConnectionsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int s_count = Environment.GetEnvironmentVariable("AAFP_SOAK") is "1" ? 10_000 : 1_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly List<IDisposable> _clients = [];

    [Fact]
    public async Task HeldConnections_CostABoundedAmountEach_OthersAreServed()
    {
        await using var origin = OriginListener.Start(new S3Origin(new OriginOptions(), new ObjectStore()));
        using var proxy = ProxyProcess.Start(new Dictionary<string, string>(), "run", "-c", Write(origin.Port), "--workers", "2");
        await proxy.Error.WaitForAsync("Listening on 127.0.0.2:");
        var plain = await proxy.ListeningAsync();
        var tls = int.Parse(proxy.Error.Text.Split("Listening on 127.0.0.2:")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(plain));
        }

        await SecureAsync(tls);

        // Heads that never end; two KiB of each are held, so that a block is.
        var head = Encoding.ASCII.GetBytes("GET /object HTTP/1.1\r\nHost: h\r\nX-Padding: " + new string('x', 2000));
        await MeasureAsync(proxy, "heads that never end", s_count * 4 / 10, mostKilobytes: 24, () => SendAsync(IPAddress.Loopback, plain, head));
        await MeasureAsync(proxy, "connections that say nothing", s_count * 2 / 10, mostKilobytes: 8, () => SendAsync(IPAddress.Loopback, plain, []));
        await MeasureAsync(
            proxy, "bodies that never come", s_count / 10, mostKilobytes: 48,
            () => SendAsync(IPAddress.Loopback, plain, "PUT /object HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nx"u8.ToArray()));
        await MeasureAsync(
            proxy, "TLS handshakes half done", s_count * 2 / 10, mostKilobytes: 48, () => SendAsync(IPAddress.Parse("127.0.0.2"), tls, [0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
        await MeasureAsync(proxy, "TLS sessions that say nothing", s_count / 10, mostKilobytes: 96, () => SecureAsync(tls));

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(plain));
        Assert.InRange(Directory.GetFiles($"/proc/{proxy.Id}/fd").Length, s_count, 3 * s_count + 500);
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _clients.Clear();
        while (Directory.GetFiles($"/proc/{proxy.Id}/fd").Length > 300)
        {
            // Until the proxy has seen them go.
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(plain));
        }

        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
        Assert.DoesNotContain("Critical", proxy.Error.Text, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _authority.Dispose();
        _directory.Dispose();
    }

    private static long Resident(ProxyProcess proxy) => long.Parse(
        File.ReadLines($"/proc/{proxy.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static async Task<HttpStatusCode> StatusAsync(int port)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/object"));
        return answer.StatusCode;
    }

    private async Task MeasureAsync(ProxyProcess proxy, string kind, int count, int mostKilobytes, Func<Task> connect)
    {
        var before = Resident(proxy);
        var descriptors = Directory.GetFiles($"/proc/{proxy.Id}/fd").Length;
        for (var i = 0; i < count; i++)
        {
            await connect();
        }

        // Until they are all accepted and what they sent has been read.
        while (Directory.GetFiles($"/proc/{proxy.Id}/fd").Length < descriptors + count)
        {
            await Task.Yield();
        }

        var each = (double)(Resident(proxy) - before) / count;
        output.WriteLine($"{kind}: {count}, {each:0.0} KiB each");
        Assert.InRange(each, -1000, mostKilobytes);
    }

    private async Task SendAsync(IPAddress address, int port, byte[] bytes)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        await client.ConnectAsync(address, port);
        await client.SendAsync(bytes);
    }

    private async Task SecureAsync(int port)
    {
        var client = new TcpClient();
        _clients.Add(client);
        await client.ConnectAsync("127.0.0.2", port);
        var stream = new SslStream(client.GetStream());
        _clients.Add(stream);
        using var authority = X509Certificate2.CreateFromPem(_authority.Pem);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "edge.example",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
    }

    private string Write(int originPort)
    {
        using var certificate = _authority.Issue("edge.example");
        using var key = certificate.GetECDsaPrivateKey()!;
        _directory.Write("edge.pem", certificate.ExportCertificatePem());
        _directory.Write("edge.key", key.ExportPkcs8PrivateKeyPem());
        return _directory.Write(
            "proxy.json",
            $$"""
            { "listen": [ { "address": "127.0.0.1:0" }, { "address": "127.0.0.2:0", "tls": { "certificate": "edge.pem", "key": "edge.key" } } ],
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:{{originPort}}", "bucket": "data", "style": "path" } },
              "routes": [ { "path": "/", "upstream": "store", "methods": [ "GET", "PUT" ], "anonymousWrites": true } ],
              "timeouts": { "clientHeader": "1h", "clientIdle": "1h", "tlsHandshake": "1h", "body": "1h", "upstreamFirstByte": "1h" },
              "limits": { "tlsHandshakes": 10000, "connectionsPerUpstream": 2048 } }
            """);
    }
}
