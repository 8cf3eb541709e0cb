using System.Text;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Connections;

public sealed class ReadinessReaderTests : IDisposable
{
    private readonly MemoryPair _pair = new();

    private ConnectionReader Input => _pair.Near.Input;

    private string Unread => Encoding.ASCII.GetString(Input.Unread);

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void Fill_AppendsWhatArrives()
    {
        ValueTask<IoStatus> fill = Input.FillAsync();
        _pair.Pending(fill);
        _pair.Send(_pair.Far, "GET "u8);
        Assert.Equal(IoStatus.Ok, _pair.Ended(fill));
        _pair.Send(_pair.Far, "/ HTTP"u8);
        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));

        Assert.Equal("GET / HTTP", Unread);
        Input.Consume(4);
        Assert.Equal("/ HTTP", Unread);
        Assert.Equal("/ HTTP"u8.ToArray(), Input.UnreadMemory.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Input.Consume(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Input.Consume(-1));
    }

    [Fact]
    public void WaitingAndConsumed_HoldsNoBlock()
    {
        ValueTask<IoStatus> fill = Input.FillAsync();
        Assert.Equal(0, _pair.Loop.Buffers.Outstanding);
        _pair.Send(_pair.Far, "a"u8);
        Assert.Equal(IoStatus.Ok, _pair.Ended(fill));
        Assert.Equal(1, _pair.Loop.Buffers.Outstanding);

        Input.Consume(1);

        Assert.Equal(0, _pair.Loop.Buffers.Outstanding);
        _pair.Pending(Input.FillAsync());
        Assert.Equal(0, _pair.Loop.Buffers.Outstanding);
    }

    [Fact]
    public void DataThenFin_GivesTheDataFirst()
    {
        _pair.Send(_pair.Far, "last"u8);
        _pair.Far.ShutdownSend();
        _pair.Loop.RunUntilIdle();

        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Assert.Equal(IoStatus.EndOfStream, _pair.Ended(Input.FillAsync()));
        Assert.Equal("last", Unread);
        Assert.Equal(IoStatus.EndOfStream, Input.Ended);
        Assert.Equal(IoStatus.EndOfStream, _pair.Ended(Input.FillAsync()));
        _pair.Send(_pair.Near, "half-closed"u8);
        Assert.Equal(11, _pair.Far.Incoming);
    }

    [Fact]
    public void Reset_EndsAPendingFillWithWords()
    {
        ValueTask<IoStatus> fill = Input.FillAsync();
        _pair.Far.Reset();

        Assert.Equal(IoStatus.Reset, _pair.Ended(fill));
        Assert.Equal("connection reset by peer", _pair.Near.Error);
        Assert.True(_pair.Near.HungUp);
    }

    [Fact]
    public void ResetSeenByASendFirst_IsNoOrderlyEndForTheReader()
    {
        _pair.Far.Close();
        _pair.Loop.RunUntilIdle();
        Assert.Equal(IoStatus.Reset, _pair.Ended(_pair.Near.Output.SendAsync(new byte[1])));

        Assert.Equal(IoStatus.Reset, _pair.Ended(Input.FillAsync()));
    }

    [Fact]
    public void Interrupt_EndsThePendingFillAndLosesNothing()
    {
        ValueTask<IoStatus> fill = Input.FillAsync();
        Input.Interrupt(IoStatus.TimedOut);
        Assert.Equal(IoStatus.TimedOut, _pair.Ended(fill));
        _pair.Send(_pair.Far, "late"u8);

        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Assert.Equal("late", Unread);
    }

    [Fact]
    public void InterruptWithoutAFill_EndsTheNextOne()
    {
        _pair.Send(_pair.Far, "data"u8);
        Input.Interrupt(IoStatus.TimedOut);

        Assert.Equal(IoStatus.TimedOut, _pair.Ended(Input.FillAsync()));
        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Assert.Equal("data", Unread);
    }

    [Fact]
    public void CloseInsideTheCompletion_IsSafe()
    {
        bool continued = false;
        ValueTask<IoStatus> fill = Input.FillAsync();
        fill.GetAwaiter().OnCompleted(() =>
        {
            continued = true;
            Assert.Equal(IoStatus.Ok, fill.GetAwaiter().GetResult());
            _pair.Near.Close();
        });
        ValueTask<IoStatus> send = _pair.Near.Output.SendAsync(new byte[3 << 20]);
        _pair.Send(_pair.Far, "x"u8);
        _pair.Loop.RunUntilIdle();

        Assert.True(continued);
        Assert.Equal(IoStatus.Aborted, _pair.Ended(send));
        Assert.Equal(IoStatus.Aborted, _pair.Ended(Input.FillAsync()));
    }

    [Fact]
    public void ContinuationOfTheClosedReader_FindsTheWriterClosedToo()
    {
        IoStatus sent = IoStatus.Ok;
        ValueTask<IoStatus> fill = Input.FillAsync();
        fill.GetAwaiter().OnCompleted(() => sent = _pair.Ended(_pair.Near.Output.SendAsync(new byte[1])));

        _pair.Near.Close(IoStatus.TimedOut);

        Assert.Equal(IoStatus.TimedOut, sent);
        Assert.Equal(IoStatus.TimedOut, _pair.Ended(fill));
        Assert.Equal(0, _pair.Far.Incoming);
    }

    [Fact]
    public void CloseWithUnreadBytes_LeavesThemToWhoStillSendsThem()
    {
        _pair.Send(_pair.Far, "relayed"u8);
        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        ReadOnlyMemory<byte> lent = Input.UnreadMemory;
        _pair.Near.Close();
        byte[] next = _pair.Loop.Buffers.Rent(1);
        next.AsSpan().Fill((byte)'!');

        Assert.Equal("relayed"u8.ToArray(), lent.ToArray());
        _pair.Loop.Buffers.Return(next);
    }

    [Fact]
    public void SecondFill_IsRefused()
    {
        ValueTask<IoStatus> fill = Input.FillAsync();
        Assert.Throws<InvalidOperationException>(() => _ = Input.FillAsync());
        _pair.Send(_pair.Far, "x"u8);
        Assert.Equal(IoStatus.Ok, _pair.Ended(fill));
    }

    [Fact]
    public void Window_GrowsToItsLimitAndIsThenFull()
    {
        const int Limit = 700_000;
        Input.WindowLimit = Limit;
        byte[] sent = new byte[Limit + 1];
        new Random(1).NextBytes(sent);
        _pair.Send(_pair.Far, sent);
        int fills = 0;
        IoStatus status;
        while ((status = _pair.Ended(Input.FillAsync())) == IoStatus.Ok)
        {
            Assert.True(++fills < 20, "a window grows by more than a few bytes");
        }

        Assert.Equal(IoStatus.WindowFull, status);
        Assert.Equal(sent.AsSpan(0, Limit), Input.Unread);
        Assert.Equal(IoStatus.WindowFull, _pair.Ended(Input.FillAsync()));
        Input.Consume(Limit);
        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Assert.Equal(sent.AsSpan(Limit), Input.Unread);
    }

    [Fact]
    public void LimitBelowTheBlock_IsKept()
    {
        Input.BlockSize = 100;
        Input.WindowLimit = 200;
        _pair.Send(_pair.Far, new byte[300]);
        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Assert.Equal(200, Input.UnreadLength);
        Assert.Equal(IoStatus.WindowFull, _pair.Ended(Input.FillAsync()));

        Input.WindowLimit = 150;

        Assert.Equal(IoStatus.WindowFull, _pair.Ended(Input.FillAsync()));
    }

    [Fact]
    public void LargeBlockSize_TakesALargePieceAtOnce()
    {
        Input.BlockSize = BufferPool.LargeSize;
        _pair.Send(_pair.Far, new byte[BufferPool.LargeSize + 5]);

        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Assert.Equal(BufferPool.LargeSize, Input.UnreadLength);
        Assert.Equal(1, _pair.Loop.Buffers.OutstandingLarge);
        Input.Drop();
        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Assert.Equal(5, Input.UnreadLength);
    }

    [Fact]
    public void ReceiveThatFillsItsRoomExactly_IsFollowedByAWait()
    {
        _pair.Send(_pair.Far, new byte[BufferPool.SmallSize]);
        Assert.Equal(IoStatus.Ok, _pair.Ended(Input.FillAsync()));
        Input.Consume(BufferPool.SmallSize);
        ValueTask<IoStatus> fill = Input.FillAsync();
        _pair.Pending(fill);
        _pair.Send(_pair.Far, "x"u8);

        Assert.Equal(IoStatus.Ok, _pair.Ended(fill));
    }
}
