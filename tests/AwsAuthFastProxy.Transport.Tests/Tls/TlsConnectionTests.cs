using System.Security.Authentication;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tests.Engines;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

public class TlsConnectionTests
{
    [Fact]
    public void ComposedAndForeignBytes_LeaveInOneSend()
    {
        using TlsPair pair = TlsPair.Connected();
        "PUT / HTTP/1.1\r\n\r\n"u8.CopyTo(pair.Client.Output.GetSpan(18));
        pair.Client.Output.Advance(18);
        ValueTask<IoStatus> send = pair.Client.Output.SendAsync("body"u8.ToArray());

        Assert.Equal(IoStatus.Ok, pair.Ended(send));
        Assert.Equal("PUT / HTTP/1.1\r\n\r\nbody"u8.ToArray(), pair.ServerReceives(22));
        Assert.Equal(0, pair.Client.Output.Composed);
        Assert.Equal(0, pair.Loop.Buffers.Outstanding);
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(1000)]
    public void LargeTransfers_ArriveWholeInBothDirections(int capacity)
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Near.Capacity = capacity;
        pair.Far.Capacity = capacity;
        byte[] bytes = Traffic.RandomBytes(400_000, seed: capacity);
        pair.Client.Output.GetSpan(5000).Fill(7);
        pair.Client.Output.Advance(5000);
        ValueTask<IoStatus> send = pair.Client.Output.SendAsync(bytes);
        byte[] received = pair.ServerReceives(405_000);
        Assert.Equal(IoStatus.Ok, pair.Ended(send));
        Assert.True(received.AsSpan(5000).SequenceEqual(bytes));

        Task back = pair.Server.WriteAsync(bytes).AsTask();
        var answer = new List<byte>();
        pair.Client.Input.BlockSize = BufferPool.LargeSize;
        while (answer.Count < bytes.Length)
        {
            answer.AddRange(pair.ClientReceives());
        }

        pair.Ended(back);
        Assert.True(answer.SequenceEqual(bytes));
    }

    [Fact]
    public void RecordsThatLieReady_ComeInOneFill()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Client.Input.BlockSize = BufferPool.LargeSize;
        byte[] bytes = Traffic.RandomBytes(100_000, seed: 3);
        pair.ServerSends(bytes.AsSpan(0, 1000));
        pair.ServerSends(bytes.AsSpan(1000, 1));
        pair.ServerSends(bytes.AsSpan(1001));
        pair.Ended(pair.Server.ShutdownAsync());
        pair.Far.ShutdownSend();

        Assert.True(bytes.AsSpan().SequenceEqual(pair.ClientReceives()));
        Assert.Equal(IoStatus.EndOfStream, pair.Ended(pair.Client.Input.FillAsync()));
        Assert.Equal(0, pair.Loop.Buffers.Outstanding);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void RecordsInPieces_ArriveWhole(int piece)
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Near.MaxReceive = piece;
        byte[] bytes = Traffic.RandomBytes(piece * 40, seed: piece);
        for (int sent = 0; sent < bytes.Length; sent += piece * 4)
        {
            pair.ServerSends(bytes.AsSpan(sent, piece * 4));
        }

        var received = new List<byte>();
        while (received.Count < bytes.Length)
        {
            received.AddRange(pair.ClientReceives());
        }

        Assert.True(received.SequenceEqual(bytes));
        Assert.Equal(0, pair.Loop.Buffers.Outstanding);
    }

    [Fact]
    public void RecordThatIsBad_SpoilsNothingBeforeIt()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.ServerSends("good"u8);
        byte[] bad = new byte[5 + 32];
        (bad[0], bad[1], bad[2], bad[4]) = (23, 3, 3, 32);
        pair.Ended(pair.Far.Output.SendAsync(bad));

        Assert.Equal("good"u8.ToArray(), pair.ClientReceives());
        Assert.Equal(IoStatus.Failed, pair.Ended(pair.Client.Input.FillAsync()));
        Assert.Equal(0, pair.Client.Input.UnreadLength);
    }

    [Fact]
    public void WindowAtItsLimit_LeavesTheRestForLater()
    {
        using TlsPair pair = TlsPair.Connected();
        byte[] bytes = Traffic.RandomBytes(40_000, seed: 9);
        pair.ServerSends(bytes);
        Assert.Equal(IoStatus.Ok, pair.Ended(pair.Client.Input.FillAsync()));
        Assert.Equal(BufferPool.SmallSize, pair.Client.Input.UnreadLength);
        Assert.Equal(IoStatus.WindowFull, pair.Ended(pair.Client.Input.FillAsync()));
        var received = new List<byte>();
        received.AddRange(pair.Client.Input.Unread);
        pair.Client.Input.Drop();
        while (received.Count < bytes.Length)
        {
            received.AddRange(pair.ClientReceives());
        }

        Assert.True(received.SequenceEqual(bytes));
    }

    [Fact]
    public void CloseNotify_IsAnOrderlyEnd()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.ServerSends("last"u8);
        pair.Ended(pair.Server.ShutdownAsync());
        pair.Far.ShutdownSend();

        Assert.Equal("last"u8.ToArray(), pair.ClientReceives());
        Assert.Equal(IoStatus.EndOfStream, pair.Ended(pair.Client.Input.FillAsync()));
        Assert.Equal(IoStatus.EndOfStream, pair.Client.Input.Ended);
        Assert.Null(pair.Client.Error);
    }

    [Fact]
    public void FinWithoutCloseNotify_IsNoOrderlyEnd()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.ServerSends("cut"u8);
        pair.Far.ShutdownSend();

        Assert.Equal("cut"u8.ToArray(), pair.ClientReceives());
        Assert.Equal(IoStatus.Failed, pair.Ended(pair.Client.Input.FillAsync()));
        Assert.Contains("close_notify", pair.Client.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShutdownSend_IsCloseNotifyThenFin()
    {
        using TlsPair pair = TlsPair.Connected();
        Assert.Equal(IoStatus.Ok, pair.Ended(pair.Client.Output.SendAsync("bye"u8.ToArray())));
        pair.Client.ShutdownSend();
        pair.Client.ShutdownSend();

        Assert.Equal("bye"u8.ToArray(), pair.ServerReceives(3));
        Assert.Equal(0, pair.Ended(pair.Server.ReadAsync(new byte[1])));
        Assert.Equal(IoStatus.Ok, pair.Far.Input.Ended);
        pair.ServerSends("you too"u8);
        Assert.Equal("you too"u8.ToArray(), pair.ClientReceives());
        Assert.True(pair.Far.PeerFinished);
    }

    [Fact]
    public void Reset_IsToldAsSuch()
    {
        using TlsPair pair = TlsPair.Connected();
        int hungUp = 0;
        pair.Client.HangUp = () => hungUp++;
        ValueTask<IoStatus> fill = pair.Client.Input.FillAsync();
        pair.Pending(fill);
        pair.Far.Reset();

        Assert.Equal(IoStatus.Reset, pair.Ended(fill));
        Assert.Equal("connection reset by peer", pair.Client.Error);
        Assert.Equal(1, hungUp);
        Assert.NotEqual(IoStatus.Ok, pair.Ended(pair.Client.Output.SendAsync(new byte[1])));
    }

    [Fact]
    public void GarbageAfterTheHandshake_Fails()
    {
        using TlsPair pair = TlsPair.Connected();
        ValueTask<IoStatus> fill = pair.Client.Input.FillAsync();
        pair.Ended(pair.Far.Output.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()));

        Assert.Equal(IoStatus.Failed, pair.Ended(fill));
        Assert.NotNull(pair.Client.Error);
    }

    [Fact]
    public void Close_EndsPendingOperationsWithItsReason()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Far.Capacity = 100;
        ValueTask<IoStatus> fill = pair.Client.Input.FillAsync();
        ValueTask<IoStatus> send = pair.Client.Output.SendAsync(new byte[500_000]);
        pair.Pending(fill);
        pair.Pending(send);
        pair.Client.Close(IoStatus.TimedOut);

        Assert.Equal(IoStatus.TimedOut, pair.Ended(fill));
        Assert.Equal(IoStatus.TimedOut, pair.Ended(send));
        Assert.Equal(0, pair.Loop.Buffers.Outstanding);
        Assert.Equal(IoStatus.TimedOut, pair.Ended(pair.Client.Input.FillAsync()));
        Assert.Equal(IoStatus.TimedOut, pair.Ended(pair.Client.Output.SendAsync(new byte[1])));
    }

    [Fact]
    public void InterruptedFill_LosesNothingAndKeepsItsBlockWhileTheReadIsPending()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.ServerSends("first"u8);
        Assert.Equal(IoStatus.Ok, pair.Ended(pair.Client.Input.FillAsync()));
        ValueTask<IoStatus> fill = pair.Client.Input.FillAsync();
        pair.Pending(fill);
        pair.Client.Input.Interrupt(IoStatus.TimedOut);
        Assert.Equal(IoStatus.TimedOut, pair.Ended(fill));
        pair.Client.Input.Consume(5);
        byte[] stranger = pair.Loop.Buffers.Rent(1);
        stranger.AsSpan().Clear();
        pair.ServerSends("second"u8);

        Assert.Equal("second"u8.ToArray(), pair.ClientReceives());
        Assert.False(stranger.AsSpan().ContainsAnyExcept((byte)0));
        pair.Loop.Buffers.Return(stranger);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CloseWithAnAbandonedReadPending_GivesTheBlockBack(bool consume)
    {
        using TlsPair pair = TlsPair.Connected();
        pair.ServerSends("first"u8);
        Assert.Equal(IoStatus.Ok, pair.Ended(pair.Client.Input.FillAsync()));
        ValueTask<IoStatus> fill = pair.Client.Input.FillAsync();
        pair.Client.Input.Interrupt(IoStatus.TimedOut);
        Assert.Equal(IoStatus.TimedOut, pair.Ended(fill));
        if (consume)
        {
            pair.Client.Input.Consume(5);
        }

        pair.Client.Close();
        pair.Loop.RunUntilIdle();

        Assert.Equal(0, pair.Loop.Buffers.Outstanding);
    }

    [Fact]
    public void InterruptedSend_ClosesTheConnection()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Far.Capacity = 100;
        ValueTask<IoStatus> send = pair.Client.Output.SendAsync(new byte[500_000]);
        pair.Pending(send);
        Assert.Throws<InvalidOperationException>(() => _ = pair.Client.Output.SendAsync(new byte[1]));
        pair.Client.Output.Interrupt(IoStatus.TimedOut);

        Assert.Equal(IoStatus.TimedOut, pair.Ended(send));
        Assert.True(pair.Client.IsClosed);
        Assert.True(pair.Near.IsClosed);
    }

    [Fact]
    public void CloseInsideTheCompletion_IsSafe()
    {
        using TlsPair pair = TlsPair.Connected();
        ValueTask<IoStatus> fill = pair.Client.Input.FillAsync();
        pair.Pending(fill);
        bool continued = false;
        fill.GetAwaiter().OnCompleted(() =>
        {
            continued = true;
            pair.Client.Close();
        });
        pair.ServerSends("x"u8);

        Assert.True(continued);
        Assert.Equal(IoStatus.Ok, pair.Ended(fill));
        Assert.Equal(0, pair.Loop.Buffers.Outstanding);
    }

    [Fact]
    public void WholeWindow_IsFull()
    {
        using TlsPair pair = TlsPair.Connected(SslProtocols.Tls12);
        pair.ServerSends(new byte[BufferPool.SmallSize + 1]);
        while (pair.Client.Input.UnreadLength < BufferPool.SmallSize)
        {
            Assert.Equal(IoStatus.Ok, pair.Ended(pair.Client.Input.FillAsync()));
        }

        Assert.Equal(IoStatus.WindowFull, pair.Ended(pair.Client.Input.FillAsync()));
    }
}
