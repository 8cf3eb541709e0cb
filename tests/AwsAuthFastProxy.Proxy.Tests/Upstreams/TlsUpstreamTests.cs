using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>An upstream behind TLS, through the whole proxy in memory: served, kept, broken at every stage of the handshake and after it.</summary>
public sealed class TlsUpstreamTests : IDisposable
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Name = "origin.example";

    private static readonly IPAddress s_a = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_b = IPAddress.Parse("192.0.2.2");
    private static readonly X509Certificate2 s_certificate = MakeCertificate(Name);

    private readonly List<string> _requests = [];
    private readonly List<IPAddress> _served = [];
    private ProxyRig? _rig;

    public void Dispose() => _rig?.Dispose();

    [Fact]
    public void Requests_GoOverOneConnectionThatIsKept()
    {
        ProxyRig rig = Rig(s_a);
        Serve(s_a);
        WireEnd client = rig.Send(Get);
        AssertServed(client);
        client.Send(Get);
        rig.Run();

        AssertServed(client);
        Assert.Equal(1, rig.Counters.Dials);
        Assert.Equal(1, rig.Counters.Reused);
        Assert.Equal(1, rig.Counters.UpstreamIdle);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void KeptConnectionThatEnds_IsDiscarded()
    {
        ProxyRig rig = Rig(s_a);
        Serve(s_a, answers: 1);
        WireEnd client = rig.Send(Get);
        AssertServed(client);
        Assert.Equal(0, rig.Counters.UpstreamConnections);
        client.Send(Get);
        rig.Run();

        AssertServed(client);
        Assert.Equal(0, rig.Counters.Retries);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AddressWithoutTls_TheNextIsTried()
    {
        ProxyRig rig = Rig(s_a, s_b);
        rig.Loop.Answer(new IPEndPoint(s_a, 443), static connection => _ = SendAsync(connection, "HTTP/1.0 400 Bad Request\r\n\r\n"));
        Serve(s_b);

        AssertServed(rig.Send(Get));
        Assert.Equal([s_b], _served);
        Assert.Equal(1, rig.Counters.AddressFailures);
        Assert.Equal(0, rig.Counters.DialFailures);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AddressWithAnothersCertificate_TheNextIsTriedAndNothingIsSent()
    {
        ProxyRig rig = Rig(s_a, s_b);
        using X509Certificate2 other = MakeCertificate("other.example");
        Serve(s_a, certificate: other);
        Serve(s_b);

        AssertServed(rig.Send(Get));
        Assert.Single(_requests);
        Assert.Equal([s_b], _served);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AddressThatSaysNothing_LeavesTimeForTheNext()
    {
        ProxyRig rig = Rig(s_a, s_b);
        rig.Loop.Answer(new IPEndPoint(s_a, 443), static connection => _ = new WireEnd(connection));
        Serve(s_b);
        WireEnd client = rig.Send(Get);
        rig.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("", client.Received);

        rig.Advance(TimeSpan.FromSeconds(1));

        AssertServed(client);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void NobodyWithTls_502()
    {
        ProxyRig rig = Rig(s_a);
        rig.Loop.Answer(new IPEndPoint(s_a, 443), static connection => connection.Reset());

        Refusals.AssertIs(502, "tls-failed", rig.Send(Get).Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void HandshakeThatHangs_504()
    {
        ProxyRig rig = Rig(s_a);
        rig.Loop.Answer(new IPEndPoint(s_a, 443), static connection => _ = new WireEnd(connection));
        WireEnd client = rig.Send(Get);
        rig.Advance(TimeSpan.FromSeconds(4));

        Refusals.AssertIs(504, "connect-timed-out", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ResponseCutOffByABareFin_IsNoWholeResponse()
    {
        // RFC 9112 §9.8: without close_notify the end may be an attacker's.
        ProxyRig rig = Rig(s_a);
        Serve(s_a, answer: "HTTP/1.1 200 OK\r\n\r\nhalf of it", answers: 1, notify: false);
        WireEnd client = rig.Send(Get);

        Assert.DoesNotContain("\r\n0\r\n\r\n", client.Received, StringComparison.Ordinal);
        Assert.False(client.IsOpen);
        Assert.Equal(1, rig.Counters.Truncated);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ResponseEndedByCloseNotify_IsWhole()
    {
        ProxyRig rig = Rig(s_a);
        Serve(s_a, answer: "HTTP/1.1 200 OK\r\n\r\nall of it", answers: 1);
        WireEnd client = rig.Send(Get);

        Assert.EndsWith("all of it\r\n0\r\n\r\n", client.Received, StringComparison.Ordinal);
        Assert.Equal(0, rig.Counters.Truncated);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Silence_504AndNothingIsLeft()
    {
        ProxyRig rig = Rig(s_a);
        Serve(s_a, answer: "HTTP/1.1 200 OK\r\nX: ");
        WireEnd client = rig.Send(Get);
        rig.Advance(TimeSpan.FromSeconds(31));

        Refusals.AssertIs(504, "response-timed-out", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatLeavesInTheHandshake_LeavesNothing()
    {
        ProxyRig rig = Rig(s_a);
        var far = new List<MemoryConnection>();
        rig.Loop.Answer(new IPEndPoint(s_a, 443), far.Add);
        WireEnd client = rig.Send(Get);
        client.Reset();
        rig.Run();
        far[0].Reset();
        rig.Run();

        Assert.Equal(0, rig.Counters.Failed);
        rig.AssertNothingLeaks();
    }

    private static void AssertServed(WireEnd client) => Assert.EndsWith("\r\n\r\nok", client.Take(), StringComparison.Ordinal);

    private ProxyRig Rig(params IPAddress[] addresses)
    {
        var upstream = new UpstreamModel
        {
            Name = "tls",
            EndpointHost = Name,
            EndpointPort = 443,
            Tls = new UpstreamTlsModel { Authorities = [s_certificate] },
        };
        _rig = new ProxyRig(Models.Of(upstream, static route => route)) { Lookup = () => Task.FromResult(addresses) };
        return _rig;
    }

    private void Serve(
        IPAddress address,
        string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        int answers = int.MaxValue,
        bool notify = true,
        X509Certificate2? certificate = null) =>
        _rig!.Loop.Answer(
            new IPEndPoint(address, 443),
            connection => _ = ServeAsync(connection, address, answer, answers, notify, certificate ?? s_certificate));

    private async Task ServeAsync(
        MemoryConnection connection, IPAddress address, string answer, int answers, bool notify, X509Certificate2 certificate)
    {
        try
        {
            await using var stream = new SslStream(new ConnectionStream(connection), leaveInnerStreamOpen: true);
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            });
            byte[] buffer = new byte[4096];
            int count;
            while (answers-- > 0 && (count = await stream.ReadAsync(buffer)) > 0)
            {
                _served.Add(address);
                _requests.Add(Encoding.ASCII.GetString(buffer, 0, count));
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            }

            if (notify)
            {
                await stream.ShutdownAsync();
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The proxy ended it, or did not trust the certificate.
        }

        connection.ShutdownSend();
        connection.Close();
    }

    private static async Task SendAsync(MemoryConnection connection, string text)
    {
        await connection.Output.SendAsync(Encoding.ASCII.GetBytes(text));
        connection.ShutdownSend();
    }

    private static X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}
