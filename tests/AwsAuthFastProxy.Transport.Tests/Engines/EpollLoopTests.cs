using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Linux;
using Microsoft.Win32.SafeHandles;
using SocketAddress = AwsAuthFastProxy.Transport.Linux.SocketAddress;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

[SupportedOSPlatform("linux")]
public sealed class EpollLoopTests() : LoopContractTests("epoll")
{
    [Fact]
    public async Task SecondLoop_SharesThePortButAStrangerIsFound()
    {
        using var first = new LoopHost("epoll");
        using var second = new LoopHost("epoll");
        Listener one = await first.ListenAsync(connection => connection.Close());
        Listener two = await second.RunAsync(() => second.Loop.Listen(one.EndPoint, connection => connection.Close()));
        Assert.Equal(one.EndPoint, two.EndPoint);

        IOException error = Assert.Throws<IOException>(() => LinuxSocket.Probe(one.EndPoint));

        Assert.Contains(one.EndPoint.ToString(), error.Message, StringComparison.Ordinal);
        await first.RunAsync(() => { one.Close(); return true; });
        await second.RunAsync(() => { two.Close(); return true; });
        LinuxSocket.Probe(one.EndPoint);
    }

    [Fact]
    public async Task SharedSocketThatOneLoopLetsGoOf_IsServedByTheOther()
    {
        using var first = new LoopHost("epoll");
        using var second = new LoopHost("epoll");
        using var accepted = new SemaphoreSlim(0);
        Listener one = await first.ListenAsync(connection => connection.Close());
        using SafeFileHandle shared = await first.RunAsync(one.Share);
        Listener other = await second.RunAsync(() => second.Loop.Listen((int)shared.DangerousGetHandle(), connection =>
        {
            connection.Close();
            accepted.Release();
        }));
        Assert.Equal(one.EndPoint, other.EndPoint);
        await first.RunAsync(() => { one.Drain(); return true; });

        for (int i = 0; i < 20; i++)
        {
            using Socket client = await LoopHost.ConnectAsync(one.EndPoint);
            Assert.True(await accepted.WaitAsync(LoopHost.Bound));
        }

        await second.RunAsync(() => { other.Close(); return true; });
    }

    [Fact]
    public async Task WhoWaitsWhenAListenerDrains_IsAccepted()
    {
        using var host = new LoopHost("epoll");
        int accepted = 0;
        Listener listener = await host.ListenAsync(connection =>
        {
            accepted++;
            connection.Close();
        });
        int waiting = await host.RunAsync(() =>
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.EndPoint);
            int before = accepted;
            listener.Drain();
            return accepted - before;
        });

        Assert.Equal(1, waiting);
        await Assert.ThrowsAnyAsync<SocketException>(() => LoopHost.ConnectAsync(listener.EndPoint));
    }

    [Fact]
    public async Task EventOfASocketClosedInTheSameBatch_DoesNotReachItsSuccessor()
    {
        using var host = new LoopHost("epoll");
        var accepted = new Queue<Connection>();
        Listener listener = await host.ListenAsync(accepted.Enqueue);
        using Socket first = await LoopHost.ConnectAsync(listener.EndPoint);
        Socket second = await LoopHost.ConnectAsync(listener.EndPoint);
        var blocked = new ManualResetEventSlim();
        var goOn = new ManualResetEventSlim();
        await host.TurnAsync();
        Task<bool> hungUp = host.RunAsync(async () =>
        {
            Connection one = accepted.Dequeue();
            Connection other = accepted.Dequeue();
            ValueTask<IoStatus> fill = one.Input.FillAsync();
            // Both events come while the loop stands still, so that one wait takes both.
            host.Loop.Defer(
                _ =>
                {
                    blocked.Set();
                    goOn.Wait(LoopHost.Bound);
                },
                null);
            Assert.Equal(IoStatus.Ok, await fill);
            one.Close();
            other.Close();
            using Connection successor = await host.DialAsync(listener.EndPoint);
            return successor.HungUp;
        });
        Assert.True(blocked.Wait(LoopHost.Bound));
        first.Send("x"u8);
        second.LingerState = new LingerOption(true, 0);
        second.Dispose();
        goOn.Set();

        Assert.False(await hungUp);
        await host.RunAsync(() => { listener.Close(); return true; });
    }

    [Fact]
    public void LinkLocalAddress_SurvivesTheKernelsForm()
    {
        var endPoint = new IPEndPoint(IPAddress.Parse("fe80::1%3"), 443);
        byte[] bytes = new byte[SocketAddress.MaxLength];

        Assert.Equal(SocketAddress.MaxLength, SocketAddress.Write(endPoint, bytes));
        Assert.Equal(endPoint, SocketAddress.Read(bytes));
        endPoint = new IPEndPoint(IPAddress.Parse("192.0.2.77"), 65_535);
        Assert.Equal(16, SocketAddress.Write(endPoint, bytes));
        Assert.Equal(endPoint, SocketAddress.Read(bytes));
    }

    [Fact]
    public async Task AddressOfNobody_FailsToDialWithWords()
    {
        using var host = new LoopHost("epoll");
        DialResult result = await host.RunAsync(async () =>
            await host.Loop.DialAsync(new IPEndPoint(IPAddress.Parse("255.255.255.255"), 1), host.Loop.Now + 60_000));

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.Null(result.Connection);
        Assert.NotEmpty(result.Error!);
    }
}
