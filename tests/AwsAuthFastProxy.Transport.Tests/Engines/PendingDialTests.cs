using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>Dials that their caller gives up, as the losers of a race are.</summary>
public class PendingDialTests
{
    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task DialWithoutAnAnswer_EndsWhenItIsGivenUp(string engine)
    {
        // A full backlog: the kernel drops further SYNs without an answer.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(1);
        Socket[] fillers = [.. Enumerable.Range(0, 16).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        Task[] connects = [.. fillers.Select(filler => filler.ConnectAsync(silent.LocalEndPoint!))];
        using var host = new LoopHost(engine, new ManualClock());
        var pending = new PendingDial();
        Task<DialResult> dial = host.RunAsync(async () => await host.Loop.DialAsync((IPEndPoint)silent.LocalEndPoint!, 1000, pending));
        await host.TurnAsync();
        Assert.False(dial.IsCompleted);

        await host.RunAsync(() =>
        {
            pending.Abort();
            pending.Abort();
            return true;
        });

        DialResult result = await dial;
        Assert.Equal((IoStatus.Aborted, null, "given up"), (result.Status, result.Connection, result.Error));
        foreach (Socket filler in fillers)
        {
            filler.Dispose();
        }

        await Task.WhenAll(connects.Select(connect => connect.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(LoopHost.Bound);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task DialThatHasEnded_KeepsItsConnection(string engine)
    {
        using var host = new LoopHost(engine);
        Listener listener = await host.ListenAsync(connection => _ = Traffic.EchoAsync(connection));
        IoStatus sent = await host.RunAsync(async () =>
        {
            var pending = new PendingDial();
            DialResult result = await host.Loop.DialAsync(listener.EndPoint, host.Loop.Now + 60_000, pending);
            pending.Abort();
            using Connection connection = result.Connection!;
            await connection.Output.SendAsync(new byte[1]);
            return await connection.Input.FillAsync();
        });

        Assert.Equal(IoStatus.Ok, sent);
    }
}
