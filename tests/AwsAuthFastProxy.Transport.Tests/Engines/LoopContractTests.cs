using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>What every engine does with real sockets.</summary>
public abstract class LoopContractTests(string engine) : IDisposable
{
    private readonly LoopHost _host = new(engine);

    public void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Engine_TellsItsName() => Assert.Equal(engine, _host.Loop.Engine);

    [Theory]
    [InlineData(BufferPool.SmallSize)]
    [InlineData(BufferPool.LargeSize)]
    public async Task TenMegabytes_AreEchoedInRandomPieces(int blockSize)
    {
        byte[] bytes = Traffic.RandomBytes(10_000_000, seed: blockSize);
        Listener listener = await _host.ListenAsync(connection => _ = Traffic.EchoAsync(connection));
        byte[] received = await _host.RunAsync(async () =>
        {
            using Connection client = await _host.DialAsync(listener.EndPoint);
            client.Input.BlockSize = blockSize;
            Task sending = Traffic.SendInPiecesAsync(client, bytes, seed: 1);
            byte[] received = await Traffic.ReceiveAllAsync(client);
            await sending;
            return received;
        });

        Assert.True(bytes.AsSpan().SequenceEqual(received));
        await EndWithoutBlocksAsync(listener);
    }

    [Fact]
    public async Task HalfClosedConnection_StillSends()
    {
        var server = new TaskCompletionSource<Connection>();
        Listener listener = await _host.ListenAsync(server.SetResult);
        await _host.RunAsync(async () =>
        {
            using Connection client = await _host.DialAsync(listener.EndPoint);
            using Connection accepted = await server.Task;
            Assert.Equal(IoStatus.Ok, await client.Output.SendAsync("question"u8.ToArray()));
            client.ShutdownSend();
            Assert.Equal("question"u8.ToArray(), await Traffic.ReceiveAllAsync(accepted));
            Assert.Equal(IoStatus.Ok, await accepted.Output.SendAsync("answer"u8.ToArray()));
            accepted.ShutdownSend();
            Assert.Equal("answer"u8.ToArray(), await Traffic.ReceiveAllAsync(client));
        });
        await EndWithoutBlocksAsync(listener);
    }

    [Fact]
    public async Task Addresses_AreThePeers()
    {
        var server = new TaskCompletionSource<Connection>();
        Listener listener = await _host.ListenAsync(server.SetResult);
        Assert.NotEqual(0, listener.EndPoint.Port);
        using Socket client = await LoopHost.ConnectAsync(listener.EndPoint);
        Connection accepted = await server.Task.WaitAsync(LoopHost.Bound);

        Assert.Equal(client.LocalEndPoint, accepted.RemoteEndPoint);
        await _host.RunAsync(() => { accepted.Close(); return true; });
        await EndWithoutBlocksAsync(listener);
    }

    [SkippableFact]
    public async Task Ipv6Loopback_IsEchoed()
    {
        Skip.IfNot(Socket.OSSupportsIPv6);
        Listener listener = await _host.ListenAsync(connection => _ = Traffic.EchoAsync(connection), IPAddress.IPv6Loopback);
        await _host.RunAsync(async () =>
        {
            using Connection client = await _host.DialAsync(listener.EndPoint);
            Assert.Equal(listener.EndPoint, client.RemoteEndPoint);
            await Traffic.SendInPiecesAsync(client, [1, 2, 3], seed: 1);
            Assert.Equal([1, 2, 3], await Traffic.ReceiveAllAsync(client));
        });
        await EndWithoutBlocksAsync(listener);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_EndsAPendingReceiveAndSend(bool receive)
    {
        var ended = new TaskCompletionSource<(IoStatus Status, string? Error, bool HungUp)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Listener listener = await _host.ListenAsync(connection => _ = ServeAsync(connection));
        using (Socket client = await LoopHost.ConnectAsync(listener.EndPoint))
        {
            await waiting.Task.WaitAsync(LoopHost.Bound);
            client.LingerState = new LingerOption(true, 0);
        }

        (IoStatus status, string? error, _) = await ended.Task.WaitAsync(LoopHost.Bound);
        Assert.Equal(IoStatus.Reset, status);
        Assert.Equal("connection reset by peer", error);
        await EndWithoutBlocksAsync(listener);

        async Task ServeAsync(Connection connection)
        {
            ValueTask<IoStatus> pending = receive ? connection.Input.FillAsync() : connection.Output.SendAsync(new byte[32 << 20]);
            Assert.False(pending.IsCompleted);
            waiting.SetResult();
            IoStatus status = await pending;
            ended.SetResult((status, connection.Error, connection.HungUp));
            connection.Close();
        }
    }

    [Fact]
    public async Task HangUp_IsToldToWhoWaitsForSomethingElse()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Listener listener = await _host.ListenAsync(connection =>
        {
            connection.HangUp = () =>
            {
                connection.Close();
                told.SetResult();
            };
            ready.SetResult();
            // Only a waiting receive is promised to notice on every engine.
            _ = connection.Input.FillAsync().AsTask();
        });
        using (Socket client = await LoopHost.ConnectAsync(listener.EndPoint))
        {
            await ready.Task.WaitAsync(LoopHost.Bound);
            client.LingerState = new LingerOption(true, 0);
        }

        await told.Task.WaitAsync(LoopHost.Bound);
        await EndWithoutBlocksAsync(listener);
    }

    [Fact]
    public async Task CloseRightAfterASend_LosesNothing()
    {
        byte[] bytes = Traffic.RandomBytes(8_000_000, seed: 3);
        Listener listener = await _host.ListenAsync(connection => _ = ServeAsync(connection));
        using Socket client = await LoopHost.ConnectAsync(listener.EndPoint);
        byte[] received = new byte[bytes.Length + 1];
        int count = 0;
        int last;
        while ((last = await client.ReceiveAsync(received.AsMemory(count)).AsTask().WaitAsync(LoopHost.Bound)) > 0)
        {
            count += last;
        }

        Assert.True(bytes.AsSpan().SequenceEqual(received.AsSpan(0, count)));
        await EndWithoutBlocksAsync(listener);

        async Task ServeAsync(Connection connection)
        {
            Assert.Equal(IoStatus.Ok, await connection.Output.SendAsync(bytes));
            connection.Close();
        }
    }

    [Fact]
    public async Task CloseDuringASend_EndsIt()
    {
        var server = new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
        Listener listener = await _host.ListenAsync(server.SetResult);
        using Socket client = await LoopHost.ConnectAsync(listener.EndPoint);
        Connection accepted = await server.Task.WaitAsync(LoopHost.Bound);
        IoStatus status = await _host.RunAsync(async () =>
        {
            ValueTask<IoStatus> send = accepted.Output.SendAsync(new byte[32 << 20]);
            Assert.False(send.IsCompleted);
            accepted.Close(IoStatus.TimedOut);
            return await send;
        });

        Assert.Equal(IoStatus.TimedOut, status);
        await EndWithoutBlocksAsync(listener);
    }

    [Fact]
    public async Task ParkedConnection_BreaksOnDataAndOnFinOnly()
    {
        var server = new Queue<Connection>();
        Listener listener = await _host.ListenAsync(server.Enqueue);
        foreach (bool data in new[] { true, false })
        {
            var broken = new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
            using Socket client = await LoopHost.ConnectAsync(listener.EndPoint);
            await _host.TurnAsync();
            Connection accepted = await _host.RunAsync(async () =>
            {
                Connection accepted = server.Dequeue();
                Assert.Equal(IoStatus.Ok, await accepted.Output.SendAsync("first"u8.ToArray()));
                Assert.True(accepted.TryPark(broken.SetResult));
                return accepted;
            });
            await _host.TurnAsync();
            Assert.True(await _host.RunAsync(accepted.TryUnpark));
            Assert.True(await _host.RunAsync(() => accepted.TryPark(broken.SetResult)));
            Assert.False(broken.Task.IsCompleted);
            if (data)
            {
                client.Send("x"u8);
            }
            else
            {
                client.Shutdown(SocketShutdown.Send);
            }

            Assert.Same(accepted, await broken.Task.WaitAsync(LoopHost.Bound));
            Assert.False(await _host.RunAsync(accepted.TryUnpark));
            await _host.RunAsync(() => { accepted.Close(); return true; });
        }

        await EndWithoutBlocksAsync(listener);
    }

    [Fact]
    public async Task FiveHundredConnections_AreServedAtOnce()
    {
        Listener listener = await _host.ListenAsync(connection => _ = Traffic.EchoAsync(connection));
        int whole = await _host.RunAsync(async () =>
        {
            Connection[] clients = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => _host.DialAsync(listener.EndPoint)));
            bool[] outcomes = await Task.WhenAll(clients.Select(async (client, i) =>
            {
                byte[] bytes = Traffic.RandomBytes(20_000, seed: i);
                Task sending = Traffic.SendInPiecesAsync(client, bytes, seed: i);
                byte[] received = await Traffic.ReceiveAllAsync(client);
                await sending;
                client.Close();
                return bytes.AsSpan().SequenceEqual(received);
            }));
            return outcomes.Count(outcome => outcome);
        });

        Assert.Equal(500, whole);
        await EndWithoutBlocksAsync(listener);
    }

    [Fact]
    public async Task ClosedListener_AcceptsNoMore()
    {
        int accepted = 0;
        Listener listener = await _host.ListenAsync(connection =>
        {
            accepted++;
            connection.Close();
        });
        await _host.RunAsync(() => { listener.Close(); listener.Close(); return true; });

        await Assert.ThrowsAsync<SocketException>(() => LoopHost.ConnectAsync(listener.EndPoint));
        Assert.Equal(0, accepted);
    }

    private async Task EndWithoutBlocksAsync(Listener listener)
    {
        // The peers' ends close by themselves, a few turns later.
        for (int i = 0; i < 10_000 && await _host.RunAsync(() => _host.Loop.Buffers.Outstanding) != 0; i++)
        {
            await _host.TurnAsync();
        }

        Assert.Equal(0, await _host.RunAsync(() => _host.Loop.Buffers.Outstanding));
        Assert.Equal(0, await _host.RunAsync(() => _host.Loop.Buffers.OutstandingLarge));
        await _host.RunAsync(() => { listener.Close(); return true; });
    }
}
