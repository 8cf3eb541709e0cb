using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>Clients over TLS in memory: served, kept, timed out, bounded.</summary>
public sealed class TlsSessionTests : IDisposable
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    private readonly X509Certificate2 _certificate = Certificate();

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(7)]
    [InlineData(1)]
    public void Requests_AreServedOverOneSessionHoweverTheBytesCome(int maxReceive)
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        Connection client = Connect(rig, out MemoryConnection near, maxReceive);
        for (int i = 0; i < 3; i++)
        {
            Assert.EndsWith("GET /a HTTP/1.1", Ask(rig, client), StringComparison.Ordinal);
        }

        Assert.Equal((1, 0), (rig.Counters.TlsHandshakes, rig.Counters.TlsHandshakesUnderWay));
        Assert.Equal(3, rig.Counters.Requests);
        Assert.False(near.IsClosed);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void IdleSession_HoldsNoBlock()
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        Connection client = Connect(rig, out _);
        Ask(rig, client);
        client.Input.Drop();

        Assert.Equal(0, rig.Loop.Buffers.Outstanding);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\x16\x03\x01\x02\0")]
    public void HandshakeThatStandsStill_EndsInTime(string begun)
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Connect().Send(begun);
        rig.Run();
        Assert.Equal(1, rig.Counters.TlsHandshakesUnderWay);
        rig.Advance(TimeSpan.FromSeconds(9));
        Assert.True(client.IsOpen);

        rig.Advance(TimeSpan.FromSeconds(2));

        Assert.False(client.IsOpen);
        Assert.Equal((0, 1), (rig.Counters.TlsHandshakesUnderWay, rig.Counters.TlsHandshakeFailures));
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void HandshakesAtOnce_AreBoundedAndTheOldestGivesWay()
    {
        using ProxyRig rig = Rig(new LimitModel { TlsHandshakes = 2 });
        WireEnd[] clients = [.. Enumerable.Range(0, 5).Select(_ => rig.Connect())];
        rig.Run();

        Assert.Equal((2, 3), (rig.Counters.TlsHandshakesUnderWay, rig.Counters.TlsHandshakesRefused));
        Assert.Equal([false, false, false, true, true], clients.Select(client => client.IsOpen));
        // Those that say nothing keep nobody out.
        _ = new EchoOrigin(rig);
        Connection served = Connect(rig, out _);
        Assert.StartsWith("HTTP/1.1 200 ", Ask(rig, served), StringComparison.Ordinal);
        served.Close();
        rig.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, rig.Counters.TlsHandshakesUnderWay);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("\x16\x03\x01\0\x05abcde")]
    [InlineData("\x80\x2e\x01\0\x02")]
    public void NoHandshake_IsClosedAndCounted(string bytes)
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send(bytes);
        rig.Advance(TimeSpan.FromSeconds(11));

        Assert.False(client.IsOpen);
        Assert.DoesNotContain("HTTP/", client.Received, StringComparison.Ordinal);
        Assert.Equal(1, rig.Counters.TlsHandshakeFailures);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatResetsAtEveryPointOfTheHandshake_LeavesNothing()
    {
        for (int bytes = 0; bytes < 600; bytes += 37)
        {
            using ProxyRig rig = Rig();
            WireEnd client = rig.Connect().Send([0x16, 0x03, 0x01, 0x02, 0x00, .. new byte[bytes]]);
            rig.Run();
            client.Reset();
            rig.Run();

            Assert.Equal(0, rig.Counters.TlsHandshakesUnderWay);
            rig.AssertNothingLeaks();
        }
    }

    [Fact]
    public void ProxyHeader_ComesBeforeTheHandshake()
    {
        using ProxyRig rig = Rig(change: listener => listener with { ProxyProtocol = true, Trusted = [Block("10.0.0.0/8")] });
        _ = new EchoOrigin(rig);
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.Pair(rig.Loop);
        near.Remote = new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1);
        rig.Sessions.Accept(near);
        ValueTask<IoStatus> header = far.Output.SendAsync("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n"u8.ToArray());
        Assert.True(header.IsCompleted);
        Connection client = Handshake(rig, far);

        Assert.StartsWith("HTTP/1.1 200 ", Ask(rig, client), StringComparison.Ordinal);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void TooManyClients_AreClosedWithoutPlainText()
    {
        using ProxyRig rig = Rig(new LimitModel { ClientConnections = 1 });
        Connection first = Connect(rig, out _);
        WireEnd second = rig.Connect();
        rig.Run();

        Assert.Equal("", second.Received);
        Assert.False(second.IsOpen);
        first.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Drain_EndsIdleSessions()
    {
        using ProxyRig rig = Rig();
        Connection client = Connect(rig, out _);
        rig.Sessions.Drain();
        rig.Run();
        Assert.Equal(1, rig.Counters.Clients);
        rig.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(0, rig.Counters.Clients);
        client.Close();
        rig.AssertNothingLeaks();
    }

    public void Dispose() => _certificate.Dispose();

    private Connection Connect(ProxyRig rig, out MemoryConnection near, int maxReceive = int.MaxValue)
    {
        (near, MemoryConnection far) = MemoryConnection.Pair(rig.Loop);
        near.MaxReceive = maxReceive;
        rig.Sessions.Accept(near);
        return Handshake(rig, far);
    }

    private Connection Handshake(ProxyRig rig, MemoryConnection far)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "edge.example",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        Task<DialResult> dial = TlsDialer.AuthenticateAsync(far, options, rig.Loop.Now + 10_000).AsTask();
        rig.Run();
        Assert.True(dial.IsCompleted, "still in the handshake");
        Assert.True(dial.Result.Connection is not null, dial.Result.Error);
        return dial.Result.Connection!;
    }

    private static string Ask(ProxyRig rig, Connection client)
    {
        Task<IoStatus> sent = client.Output.SendAsync(Encoding.ASCII.GetBytes(Get)).AsTask();
        rig.Run();
        Assert.Equal(IoStatus.Ok, sent.Result);
        Task<IoStatus> filled = client.Input.FillAsync().AsTask();
        rig.Run();
        Assert.Equal(IoStatus.Ok, filled.Result);
        string text = Encoding.Latin1.GetString(client.Input.Unread);
        client.Input.Drop();
        return text;
    }

    private ProxyRig Rig(LimitModel? limits = null, Func<ListenerModel, ListenerModel>? change = null)
    {
        var listener = new ListenerModel(new IPEndPoint(IPAddress.Loopback, 8443))
        {
            Tls = new ListenerTlsModel { Certificates = [new ServerCertificate(_certificate, [], ["edge.example"])] },
        };
        ProxyModel model = Models.Of(Models.Plain("o"), static route => route, limits: limits);
        return new ProxyRig(model with { Listeners = [change?.Invoke(listener) ?? listener] });
    }

    private static AddressBlock Block(string text)
    {
        Assert.True(AddressBlock.TryParse(text, out AddressBlock block, out string reason), reason);
        return block;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=edge.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("edge.example");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}
