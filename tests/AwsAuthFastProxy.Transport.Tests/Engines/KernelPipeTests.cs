using System.Net.Sockets;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>splice(2) between real sockets.</summary>
[SupportedOSPlatform("linux")]
public sealed class KernelPipeTests : IDisposable
{
    private readonly LoopHost _host = new("epoll");
    private readonly Queue<Connection> _accepted = new();
    private readonly Listener _listener;

    public KernelPipeTests() => _listener = _host.ListenAsync(_accepted.Enqueue).GetAwaiter().GetResult();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task TenMegabytes_PassWhole()
    {
        byte[] bytes = Traffic.RandomBytes(10_000_000, seed: 4);
        (Socket sender, Connection source) = await AcceptAsync();
        (Socket receiver, Connection sink) = await AcceptAsync();
        Task sending = SendAsync(sender, bytes);
        Task<IoStatus> relaying = _host.RunAsync(() => RelayAsync(source, sink, bytes.Length));
        byte[] received = new byte[bytes.Length];
        for (int count = 0; count < received.Length;)
        {
            int more = await receiver.ReceiveAsync(received.AsMemory(count)).AsTask().WaitAsync(LoopHost.Bound);
            Assert.NotEqual(0, more);
            count += more;
        }

        await sending;
        Assert.Equal(IoStatus.Ok, await relaying);
        Assert.True(bytes.AsSpan().SequenceEqual(received));
        Assert.Equal(bytes.Length, await _host.RunAsync(() => source.Input.Consumed));
        Assert.Equal(bytes.Length, await _host.RunAsync(() => sink.Output.SentBytes));
        await EndAsync(source, sink, sender, receiver);
    }

    [Fact]
    public async Task NoMoreThanAskedFor_LeavesTheSocket()
    {
        (Socket sender, Connection source) = await AcceptAsync();
        (Socket receiver, Connection sink) = await AcceptAsync();
        await sender.SendAsync("body and more"u8.ToArray());

        Assert.Equal(IoStatus.Ok, await _host.RunAsync(() => RelayAsync(source, sink, 4)));
        Assert.Equal(IoStatus.Ok, await _host.RunAsync(async () => await source.Input.FillAsync()));
        Assert.Equal(" and more"u8.ToArray(), await _host.RunAsync(() => source.Input.Unread.ToArray()));
        byte[] received = new byte[20];
        Assert.Equal(4, await receiver.ReceiveAsync(received).WaitAsync(LoopHost.Bound));
        await EndAsync(source, sink, sender, receiver);
    }

    [Theory]
    [InlineData(false, IoStatus.EndOfStream)]
    [InlineData(true, IoStatus.Reset)]
    public async Task EndOfTheSource_IsTold(bool reset, IoStatus expected)
    {
        (Socket sender, Connection source) = await AcceptAsync();
        (Socket receiver, Connection sink) = await AcceptAsync();
        Task<IoStatus> relaying = _host.RunAsync(() => RelayAsync(source, sink, 100));
        await _host.TurnAsync();
        Assert.False(relaying.IsCompleted);
        sender.LingerState = new LingerOption(reset, 0);
        sender.Dispose();

        Assert.Equal(expected, await relaying.WaitAsync(LoopHost.Bound));
        await EndAsync(source, sink, sender, receiver);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SinkThatTakesNothing_EndsWithItsConnection(bool byPeer)
    {
        (Socket sender, Connection source) = await AcceptAsync();
        (Socket receiver, Connection sink) = await AcceptAsync();
        Task sending = SendAsync(sender, new byte[64 << 20]);
        Task<IoStatus> relaying = _host.RunAsync(() => RelayAsync(source, sink, 64 << 20));
        await _host.TurnAsync();
        Assert.False(relaying.IsCompleted);
        if (byPeer)
        {
            receiver.LingerState = new LingerOption(true, 0);
            receiver.Dispose();
        }
        else
        {
            await _host.RunAsync(() => { sink.Close(IoStatus.TimedOut); return true; });
        }

        Assert.Equal(byPeer ? IoStatus.Reset : IoStatus.TimedOut, await relaying.WaitAsync(LoopHost.Bound));
        await EndAsync(source, sink, sender, receiver);
        await Assert.ThrowsAnyAsync<SocketException>(() => sending);

        // What the pipe still held must not reach the next body.
        (sender, source) = await AcceptAsync();
        (receiver, sink) = await AcceptAsync();
        await sender.SendAsync("next"u8.ToArray());
        Assert.Equal(IoStatus.Ok, await _host.RunAsync(() => RelayAsync(source, sink, 4)));
        byte[] received = new byte[8];
        Assert.Equal(4, await receiver.ReceiveAsync(received).WaitAsync(LoopHost.Bound));
        Assert.Equal("next"u8.ToArray(), received[..4]);
        await EndAsync(source, sink, sender, receiver);
    }

    [Fact]
    public async Task PendingFill_CanBeInterrupted()
    {
        (Socket sender, Connection source) = await AcceptAsync();
        (Socket receiver, Connection sink) = await AcceptAsync();
        Task<IoStatus> relaying = _host.RunAsync(() => RelayAsync(source, sink, 100));
        await _host.RunAsync(() => { source.Input.Interrupt(IoStatus.TimedOut); return true; });

        Assert.Equal(IoStatus.TimedOut, await relaying.WaitAsync(LoopHost.Bound));
        await EndAsync(source, sink, sender, receiver);
    }

    [Fact]
    public async Task ManyAtOnce_AreRefusedBeyondTheLoopsShare()
    {
        (Socket sender, Connection source) = await AcceptAsync();
        (Socket receiver, Connection sink) = await AcceptAsync();
        int given = await _host.RunAsync(() =>
        {
            var all = new List<Conduit>();
            while (source.TryRentConduit(sink) is { } one)
            {
                all.Add(one);
            }

            all.ForEach(static one => one.Return());
            return all.Count;
        });

        Assert.InRange(given, 1, 64);
        Assert.Equal(given, await _host.RunAsync(() =>
        {
            var all = new List<Conduit>();
            while (source.TryRentConduit(sink) is { } one)
            {
                all.Add(one);
            }

            all.ForEach(static one => one.Return());
            return all.Count;
        }));
        await EndAsync(source, sink, sender, receiver);
    }

    private static async Task<IoStatus> RelayAsync(Connection source, Connection sink, long length)
    {
        Conduit conduit = source.TryRentConduit(sink)!;
        try
        {
            while (length > 0)
            {
                IoStatus status = await source.Input.FillConduitAsync(conduit, length);
                if (status != IoStatus.Ok)
                {
                    return status;
                }

                length -= conduit.Held;
                status = await sink.Output.SendConduitAsync(conduit);
                if (status != IoStatus.Ok)
                {
                    return status;
                }
            }

            return IoStatus.Ok;
        }
        finally
        {
            conduit.Return();
        }
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent)).AsTask().WaitAsync(LoopHost.Bound);
        }
    }

    private async Task<(Socket Peer, Connection Connection)> AcceptAsync()
    {
        Socket peer = await LoopHost.ConnectAsync(_listener.EndPoint);
        Connection? connection = null;
        while (connection is null)
        {
            connection = await _host.RunAsync(() => _accepted.TryDequeue(out Connection? one) ? one : null);
        }

        return (peer, connection);
    }

    private async Task EndAsync(Connection source, Connection sink, Socket sender, Socket receiver)
    {
        await _host.RunAsync(() =>
        {
            source.Close();
            sink.Close();
            return true;
        });
        sender.Dispose();
        receiver.Dispose();
        Assert.Equal(0, await _host.RunAsync(() => _host.Loop.Buffers.Outstanding));
    }
}
