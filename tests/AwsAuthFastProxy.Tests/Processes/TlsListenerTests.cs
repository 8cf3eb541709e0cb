using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Tests.Online;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>The TLS listener of the running executable, by openssl's client.</summary>
public sealed class TlsListenerTests : IAsyncLifetime, IDisposable
{
    private const string Ask = "GET /object HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\n\r\n";

    private static readonly Dictionary<string, string> s_variables = [];

    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();
    private readonly OriginListener _origin = OriginListener.Start(new S3Origin(new OriginOptions(), new ObjectStore()));

    public Task InitializeAsync()
    {
        _directory.Write("ca.pem", _authority.Pem);
        WritePair("edge", _authority.Issue("edge.example"));
        WritePair("other", _authority.Issue("*.other.example"));
        return Task.CompletedTask;
    }

    [SkippableTheory]
    [InlineData("-tls1_3", "TLSv1.3")]
    [InlineData("-tls1_2", "TLSv1.2")]
    public async Task ModernProtocols_ServeWithAlpnAndVerifiedName(string option, string protocol)
    {
        OpenSsl.Require();
        using var proxy = Start();
        var port = await proxy.ListeningAsync();

        var said = await OpenSsl.AskAsync(
            port, Ask, option, "-alpn", "h2,http/1.1", "-servername", "edge.example", "-verify_hostname", "edge.example", "-CAfile", _directory.File("ca.pem"), "-verify_return_error");

        Assert.Contains(protocol, said, StringComparison.Ordinal);
        Assert.Contains("ALPN protocol: http/1.1", said, StringComparison.Ordinal);
        Assert.Contains("Verification: OK", said, StringComparison.Ordinal);

        // The origin refuses what is not signed: the request went through, and the connection ended with close_notify.
        Assert.Contains("HTTP/1.1 403 ", said, StringComparison.Ordinal);
        Assert.Contains("closed", said, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("-tls1_1", "DEFAULT:@SECLEVEL=0")]
    [InlineData("-tls1", "DEFAULT:@SECLEVEL=0")]
    [InlineData("-tls1_2", "NULL:eNULL:@SECLEVEL=0")]
    [InlineData("-tls1_2", "RC4:3DES:DES:EXPORT:@SECLEVEL=0")]
    [InlineData("-tls1_2", "aNULL:ADH:@SECLEVEL=0")]
    public async Task WeakProtocolsAndCiphers_AreRefused(string option, string ciphers)
    {
        OpenSsl.Require();
        using var proxy = Start();
        var port = await proxy.ListeningAsync();

        var said = await OpenSsl.AskAsync(port, Ask, option, "-cipher", ciphers);

        Assert.DoesNotContain("HTTP/1.1 ", said, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("edge.example", "edge.example")]
    [InlineData("a.other.example", "*.other.example")]
    [InlineData("A.OTHER.example", "*.other.example")]
    [InlineData("a.b.other.example", "edge.example")]
    [InlineData("nobody.example", "edge.example")]
    [InlineData(null, "edge.example")]
    public async Task ServerName_ChoosesTheCertificate(string? name, string subject)
    {
        OpenSsl.Require();
        using var proxy = Start();
        var port = await proxy.ListeningAsync();

        var said = await OpenSsl.AskAsync(port, Ask, name is null ? ["-noservername"] : ["-servername", name]);

        Assert.Contains($"subject=CN = {subject}\n", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task OtherAlpn_IsRefused()
    {
        OpenSsl.Require();
        using var proxy = Start();
        var port = await proxy.ListeningAsync();

        Assert.DoesNotContain("HTTP/1.1 ", await OpenSsl.AskAsync(port, Ask, "-alpn", "h2"), StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 403 ", await OpenSsl.AskAsync(port, Ask), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("-tls1_3")]
    [InlineData("-tls1_2")]
    public async Task Session_IsResumed(string option)
    {
        OpenSsl.Require();
        using var proxy = Start();
        var port = await proxy.ListeningAsync();
        var session = _directory.File("session.pem");

        var first = await OpenSsl.AskAsync(port, Ask, option, "-sess_out", session);
        var second = await OpenSsl.AskAsync(port, Ask, option, "-sess_in", session);

        Assert.Contains("New, TLSv1.", first, StringComparison.Ordinal);
        Assert.Contains("Reused, TLSv1.", second, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 403 ", second, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("required", null, false)]
    [InlineData("required", "client", true)]
    [InlineData("required", "stranger", false)]
    [InlineData("optional", null, true)]
    [InlineData("optional", "client", true)]
    [InlineData("optional", "stranger", false)]
    public async Task ClientCertificates_AreAskedForAndVerified(string demand, string? who, bool served)
    {
        OpenSsl.Require();
        WritePair("client", _authority.Issue("client"));
        WritePair("stranger", _stranger.Issue("client"));
        using var proxy = Start($$""", "clientCa": "ca.pem", "clientCertificate": "{{demand}}" """);
        var port = await proxy.ListeningAsync();

        var said = await OpenSsl.AskAsync(port, Ask, who is null ? [] : ["-cert", _directory.File($"{who}.pem"), "-key", _directory.File($"{who}.key")]);

        Assert.Equal(served, said.Contains("HTTP/1.1 403 ", StringComparison.Ordinal));
        if (served)
        {
            Assert.Contains("CN = Test authority", said, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NewCertificate_IsServedWhileOldConnectionsStay(bool bySignal)
    {
        OpenSsl.Require();
        using var proxy = Start();
        var port = await proxy.ListeningAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port);
        await using var old = await SecureAsync(tcp);
        Assert.Contains(" 403 ", await AskAsync(old), StringComparison.Ordinal);

        WritePair("edge", _authority.Issue("renewed.example"));
        if (bySignal)
        {
            proxy.Signal(ProxyProcess.HangUp);
        }

        await proxy.Error.WaitForAsync("Reloaded ");

        // The snapshot reaches the loops a moment later.
        string said;
        do
        {
            said = await OpenSsl.AskAsync(port, Ask, "-servername", "renewed.example");
        }
        while (!said.Contains("subject=CN = renewed.example\n", StringComparison.Ordinal));

        Assert.Contains(" 403 ", await AskAsync(old), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task BrokenPair_LeavesTheOldInForce()
    {
        OpenSsl.Require();
        using var proxy = Start();
        var port = await proxy.ListeningAsync();
        _directory.Write("edge.key", File.ReadAllText(_directory.File("other.key")));
        proxy.Signal(ProxyProcess.HangUp);
        await proxy.Error.WaitForAsync("the running configuration stays in force.");

        Assert.Contains("holds no private key for the first certificate of edge.pem", proxy.Error.Text, StringComparison.Ordinal);
        var said = await OpenSsl.AskAsync(port, Ask, "-servername", "edge.example");
        Assert.Contains("subject=CN = edge.example\n", said, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 403 ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlainRequestToATlsPort_IsClosedAndOthersAreServed()
    {
        using var proxy = Start();
        var port = await proxy.ListeningAsync();
        using var plain = new TcpClient();
        await plain.ConnectAsync("127.0.0.1", port);
        await plain.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Ask));
        var heard = new byte[4096];
        int count;
        try
        {
            count = await plain.GetStream().ReadAsync(heard);
        }
        catch (IOException)
        {
            count = 0;
        }

        Assert.DoesNotContain("HTTP/", Encoding.Latin1.GetString(heard, 0, count), StringComparison.Ordinal);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port);
        await using var tls = await SecureAsync(tcp);
        Assert.Contains(" 403 ", await AskAsync(tls), StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _origin.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _directory.Dispose();
    }

    private async Task<SslStream> SecureAsync(TcpClient client)
    {
        var stream = new SslStream(client.GetStream());
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
        return stream;
    }

    private static async Task<string> AskAsync(SslStream stream)
    {
        await stream.WriteAsync("HEAD /object HTTP/1.1\r\nHost: edge.example\r\n\r\n"u8.ToArray());
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            Assert.True(count > 0, "the connection has ended");
            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return head.ToString();
    }

    private ProxyProcess Start(string tls = "")
    {
        var file = _directory.Write(
            "proxy.json",
            $$"""
            { "listen": [ { "address": "127.0.0.1:0", "tls": {
                "certificate": "edge.pem", "key": "edge.key", "certificates": [ { "certificate": "other.pem", "key": "other.key" } ]{{tls}} } } ],
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:{{_origin.Port}}", "bucket": "data", "style": "path" } },
              "routes": [ { "path": "/", "upstream": "store" } ] }
            """);
        return ProxyProcess.Start(s_variables, "run", "-c", file, "--workers", "1");
    }

    private void WritePair(string name, X509Certificate2 certificate)
    {
        using (certificate)
        {
            using var key = certificate.GetECDsaPrivateKey()!;
            _directory.Write($"{name}.pem", certificate.ExportCertificatePem() + "\n");
            _directory.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem() + "\n");
        }
    }
}
