using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.Origin.Tests;

public class OriginListenerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Tls_IsSpokenWithTheCertificate()
    {
        using X509Certificate2 certificate = SelfSigned();
        OriginRig rig = Rig();
        await using OriginListener listener = OriginListener.Start(rig.Origin, certificate: certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented!.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler);

        Assert.Equal("value", await http.GetStringAsync($"https://localhost:{listener.Port}/examplebucket/key"));
        Assert.Equal("value", await http.GetStringAsync($"https://localhost:{listener.Port}/examplebucket/key"));

        Assert.Equal(1, rig.Origin.ConnectionCount);
    }

    [Fact]
    public async Task PlainHttpOnATlsPort_IsDropped()
    {
        using X509Certificate2 certificate = SelfSigned();
        OriginRig rig = Rig();
        await using OriginListener listener = OriginListener.Start(rig.Origin, certificate: certificate);
        using var http = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync($"http://127.0.0.1:{listener.Port}/"));

        Assert.Equal(0, rig.Origin.ConnectionCount);
    }

    [Fact]
    public async Task Dispose_ClosesOpenConnectionsAndFreesThePort()
    {
        OriginRig rig = Rig();
        OriginListener listener = OriginListener.Start(rig.Origin);
        using Socket client = await ConnectAsync(listener.EndPoint);
        await client.SendAsync("GET /examplebucket/key HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
        byte[] buffer = new byte[4096];
        Assert.True(await client.ReceiveAsync(buffer) > 0);

        await listener.DisposeAsync().AsTask().WaitAsync(s_patience);

        Assert.Equal(0, rig.Origin.OpenConnectionCount);
        await using OriginListener again = OriginListener.Start(rig.Origin, listener.Port);
        Assert.Equal(listener.Port, again.Port);
    }

    [Fact]
    public async Task RefusedWhileTheClientStillSends_GetsTheAnswerAndNoReset()
    {
        OriginRig rig = Rig();
        await using OriginListener listener = OriginListener.Start(rig.Origin);
        using Socket client = await ConnectAsync(listener.EndPoint);

        await client.SendAsync("PUT /examplebucket/k HTTP/1.1\r\nHost: h\r\nContent-Length: abc\r\n\r\n"u8.ToArray());
        await client.SendAsync(new byte[200_000]);
        await using var stream = new NetworkStream(client);
        client.Shutdown(SocketShutdown.Send);

        using var received = new MemoryStream();
        await stream.CopyToAsync(received).WaitAsync(s_patience);
        Assert.Equal(400, Assert.Single(WireResponse.ParseAll(received.ToArray())).Status);
    }

    [Fact]
    public async Task ManyClientsAtOnce_KeepTheirObjectsApart()
    {
        var origin = new S3Origin(new OriginOptions { AllowAnonymous = true }, new ObjectStore());
        origin.Store.CreateBucket("b");
        await using OriginListener listener = OriginListener.Start(origin);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{listener.Port}/") };

        await Parallel.ForAsync(0, 300, async (number, cancellation) =>
        {
            using var content = new StringContent($"object {number}");
            using HttpResponseMessage put = await http.PutAsync($"b/{number}", content, cancellation);
            put.EnsureSuccessStatusCode();
            Assert.Equal($"object {number}", await http.GetStringAsync($"b/{number}", cancellation));
        });

        Assert.Equal(300, origin.Store.List("b").Count);
    }

    [Fact]
    public async Task PortInUse_IsSaidAtOnce()
    {
        OriginRig rig = Rig();
        await using OriginListener listener = OriginListener.Start(rig.Origin);

        SocketException error = Assert.Throws<SocketException>(() => OriginListener.Start(rig.Origin, listener.Port));

        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    private static OriginRig Rig()
    {
        var rig = new OriginRig(allowAnonymous: true);
        rig.Store.Put(OriginRig.Bucket, "key", "value"u8.ToArray());
        return rig;
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        return socket;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
