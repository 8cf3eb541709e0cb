using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tests.Engines;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

/// <summary>TLS over real sockets, against the framework's own server.</summary>
public class TlsOverSocketsTests
{
    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task FiveMegabytes_AreEchoedWhileBothSidesSend(string engine)
    {
        byte[] bytes = Traffic.RandomBytes(5_000_000, seed: 5);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Task serving = EchoAsync(server);
        using var host = new LoopHost(engine);
        (byte[] received, int outstanding) = await host.RunAsync(async () =>
        {
            Connection plain = await host.DialAsync((IPEndPoint)server.LocalEndpoint);
            DialResult dial = await TlsDialer.AuthenticateAsync(plain, TestAuthority.Shared.Client(TlsPair.Name), host.Loop.Now + 60_000);
            Assert.True(dial.Status == IoStatus.Ok, dial.Error);
            Connection client = dial.Connection!;
            Assert.Equal(server.LocalEndpoint, client.RemoteEndPoint);
            Task sending = Traffic.SendInPiecesAsync(client, bytes, seed: 6);
            byte[] received = await Traffic.ReceiveAllAsync(client);
            await sending;
            client.Close();
            return (received, host.Loop.Buffers.Outstanding);
        });

        Assert.True(bytes.AsSpan().SequenceEqual(received));
        Assert.Equal(0, outstanding);
        await serving.WaitAsync(LoopHost.Bound);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task ManyHandshakesAtOnce_AllStayOnTheLoop(string engine)
    {
        const int Count = 40;
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Task[] serving = [.. Enumerable.Range(0, Count).Select(_ => EchoAsync(server))];
        using var host = new LoopHost(engine);
        int outstanding = await host.RunAsync(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, Count).Select(async i =>
            {
                Connection plain = await host.DialAsync((IPEndPoint)server.LocalEndpoint);
                DialResult dial = await TlsDialer.AuthenticateAsync(plain, TestAuthority.Shared.Client(TlsPair.Name), host.Loop.Now + 60_000);
                Assert.Same(host.Loop, Loop.Current);
                Assert.True(dial.Status == IoStatus.Ok, dial.Error);
                using Connection client = dial.Connection!;
                byte[] bytes = Traffic.RandomBytes(300_000, seed: i);
                Task sending = Traffic.SendInPiecesAsync(client, bytes, seed: i);
                byte[] received = await Traffic.ReceiveAllAsync(client);
                Assert.Same(host.Loop, Loop.Current);
                await sending;
                Assert.True(bytes.AsSpan().SequenceEqual(received));
            }));
            return host.Loop.Buffers.Outstanding;
        });

        Assert.Equal(0, outstanding);
        await Task.WhenAll(serving).WaitAsync(LoopHost.Bound);
    }

    [Fact]
    public async Task ParkedConnection_SurvivesTicketsAndBreaksOnTheEnd()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var host = new LoopHost("auto");
        var broken = new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Connection> dialled = host.RunAsync(async () =>
        {
            Connection plain = await host.DialAsync((IPEndPoint)server.LocalEndpoint);
            DialResult dial = await TlsDialer.AuthenticateAsync(plain, TestAuthority.Shared.Client(TlsPair.Name), host.Loop.Now + 60_000);
            Assert.True(dial.Connection!.TryPark(broken.SetResult));
            return dial.Connection!;
        });
        using TcpClient peer = await server.AcceptTcpClientAsync().WaitAsync(LoopHost.Bound);
        using var ssl = new SslStream(peer.GetStream());
        await ssl.AuthenticateAsServerAsync(TestAuthority.Shared.Server(TlsPair.Name)).WaitAsync(LoopHost.Bound);
        Connection client = await dialled;
        await host.TurnAsync();
        Assert.False(broken.Task.IsCompleted);
        // The server's last flight, tickets and all, has been received once this answer has.
        await ssl.WriteAsync("x"u8.ToArray());

        Assert.Same(client, await broken.Task.WaitAsync(LoopHost.Bound));
        Assert.Equal(1, await host.RunAsync(async () =>
        {
            Assert.False(client.TryUnpark());
            Assert.Equal(IoStatus.Ok, await client.Input.FillAsync());
            int count = client.Input.UnreadLength;
            client.Close();
            return count;
        }));
    }

    private static async Task EchoAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        await using var ssl = new SslStream(stream);
        await ssl.AuthenticateAsServerAsync(TestAuthority.Shared.Server(TlsPair.Name));
        await ssl.CopyToAsync(ssl, 50_000);
        await ssl.ShutdownAsync();
        client.Client.Shutdown(SocketShutdown.Send);
        // Until the client has gone, so that no reset overtakes the last bytes.
        await stream.CopyToAsync(Stream.Null);
    }
}
