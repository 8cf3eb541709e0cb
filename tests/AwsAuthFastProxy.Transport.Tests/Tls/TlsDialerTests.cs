using System.Net.Security;
using System.Security.Authentication;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

public class TlsDialerTests
{
    private static readonly SslServerAuthenticationOptions s_server = TestAuthority.Shared.Server(TlsPair.Name);

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void TrustedAuthority_GivesAConnection(SslProtocols protocol)
    {
        using TlsPair pair = TlsPair.Connected(protocol);

        Assert.Equal(protocol, pair.Server.SslProtocol);
        Assert.IsType<TlsConnection>(pair.Client);
        Assert.Null(pair.Client.RemoteEndPoint);
    }

    [Fact]
    public void WrongName_FailsWithWords() =>
        AssertFails(TestAuthority.Shared.Client("other.example"), "RemoteCertificateNameMismatch");

    [Fact]
    public void UnknownAuthority_FailsWithWords() =>
        AssertFails(new TestAuthority().Client(TlsPair.Name), "certificate chain");

    [Fact]
    public void NoCommonVersion_FailsWithWords()
    {
        SslClientAuthenticationOptions options = TestAuthority.Shared.Client(TlsPair.Name);
        options.EnabledSslProtocols = SslProtocols.Tls12;
        using var pair = new TlsPair();
        SslServerAuthenticationOptions server = TestAuthority.Shared.Server(TlsPair.Name);
        server.EnabledSslProtocols = SslProtocols.Tls13;

        DialResult result = pair.Handshake(options, server);

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.StartsWith("TLS handshake failed: ", result.Error, StringComparison.Ordinal);
        Assert.True(pair.Near.IsClosed);
    }

    [Fact]
    public void ServerThatTalksGarbage_FailsWithWords()
    {
        using var pair = new TlsPair();
        ValueTask<DialResult> dial = TlsDialer.AuthenticateAsync(pair.Near, TestAuthority.Shared.Client(TlsPair.Name), 10_000);
        Assert.Equal(IoStatus.Ok, pair.Ended(pair.Far.Output.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray())));

        DialResult result = pair.Ended(dial);

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.StartsWith("TLS handshake failed: ", result.Error, StringComparison.Ordinal);
        Assert.True(pair.Near.IsClosed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ServerThatLeaves_FailsWithWords(bool reset)
    {
        using var pair = new TlsPair();
        ValueTask<DialResult> dial = TlsDialer.AuthenticateAsync(pair.Near, TestAuthority.Shared.Client(TlsPair.Name), 10_000);
        pair.Pending(dial);
        if (reset)
        {
            pair.Far.Reset();
        }
        else
        {
            pair.Far.ShutdownSend();
        }

        DialResult result = pair.Ended(dial);

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.StartsWith("TLS handshake failed: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(reset, result.Error!.Contains("reset", StringComparison.Ordinal));
    }

    [Fact]
    public void SilentServer_TimesOutByTheLoopsClock()
    {
        using var pair = new TlsPair();
        ValueTask<DialResult> dial = TlsDialer.AuthenticateAsync(pair.Near, TestAuthority.Shared.Client(TlsPair.Name), 10_000);
        pair.Clock.Advance(9_999);
        pair.Pending(dial);
        pair.Clock.Advance(1 + 32);

        DialResult result = pair.Ended(dial);

        Assert.Equal(IoStatus.TimedOut, result.Status);
        Assert.Equal("TLS handshake timed out", result.Error);
        Assert.True(pair.Near.IsClosed);
    }

    [Fact]
    public void FinishedHandshake_IsNotTimedOutLater()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Clock.Advance(60_000);
        pair.ServerSends("still here"u8);

        Assert.Equal("still here"u8.ToArray(), pair.ClientReceives());
    }

    [Fact]
    public void FragmentedFlights_MakeNoDifference()
    {
        using var pair = new TlsPair();
        pair.Near.MaxReceive = 1;
        pair.Far.MaxReceive = 7;
        pair.Far.Capacity = 50;

        Assert.Equal(IoStatus.Ok, pair.Handshake(TestAuthority.Shared.Client(TlsPair.Name), s_server).Status);
        pair.ServerSends("hello"u8);
        Assert.Equal("hello"u8.ToArray(), pair.ClientReceives());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NextConnectionToTheSameName_ResumesTheSession(bool sharedOptions)
    {
        string name = sharedOptions ? "shared.example" : "separate.example";
        SslServerAuthenticationOptions server = TestAuthority.Shared.Server(name);
        SslClientAuthenticationOptions client = TestAuthority.Shared.Client(name);
        bool[] resumed = [.. Enumerable.Range(0, 3).Select(_ =>
            ExchangeOnce(sharedOptions ? client : TestAuthority.Shared.Client(name), server))];

        Assert.Equal([false, true, true], resumed);
    }

    [Fact]
    public void ResumedSession_IsVerifiedAgain()
    {
        const string Name = "verified.example";
        SslServerAuthenticationOptions server = TestAuthority.Shared.Server(Name);
        Assert.False(ExchangeOnce(TestAuthority.Shared.Client(Name), server));
        using var pair = new TlsPair();

        Assert.Equal(IoStatus.Failed, pair.Handshake(new TestAuthority().Client(Name), server).Status);
    }

    [Fact]
    public void ResumptionNotAllowed_HandshakesInFull()
    {
        const string Name = "full.example";
        SslServerAuthenticationOptions server = TestAuthority.Shared.Server(Name);
        SslClientAuthenticationOptions client = TestAuthority.Shared.Client(Name);
        client.AllowTlsResume = false;

        Assert.False(ExchangeOnce(client, server));
        Assert.False(ExchangeOnce(client, server));
    }

    private static bool ExchangeOnce(SslClientAuthenticationOptions client, SslServerAuthenticationOptions server)
    {
        using var pair = new TlsPair();
        Assert.Equal(IoStatus.Ok, pair.Handshake(client, server).Status);
        // Tickets come after the handshake and are taken in by the first read.
        pair.ServerSends("answer"u8);
        Assert.Equal("answer"u8.ToArray(), pair.ClientReceives());
        return pair.Recorded.Resumed;
    }

    private static void AssertFails(SslClientAuthenticationOptions options, string words)
    {
        using var pair = new TlsPair();

        DialResult result = pair.Handshake(options, s_server);

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.Null(result.Connection);
        Assert.StartsWith("TLS handshake failed: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.True(pair.Near.IsClosed);
    }
}
