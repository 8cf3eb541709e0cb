using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Connections;

public sealed class ReadinessWriterTests : IDisposable
{
    private readonly MemoryPair _pair = new();

    private ConnectionWriter Output => _pair.Near.Output;

    public void Dispose() => _pair.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(100)]
    public void ComposedThenForeignBytes_ArriveInOrderHoweverLittleFits(int capacity)
    {
        _pair.Far.Capacity = capacity;
        "head"u8.CopyTo(Output.GetSpan(4));
        Output.Advance(4);
        ValueTask<IoStatus> send = Output.SendAsync("body"u8.ToArray());
        byte[] received = new byte[8];
        for (int i = 0; i < received.Length; i++)
        {
            _pair.Loop.RunUntilIdle();
            Assert.InRange(_pair.Far.Incoming, 1, capacity);
            if (_pair.Far.Input.UnreadLength == 0)
            {
                Assert.Equal(IoStatus.Ok, _pair.Ended(_pair.Far.Input.FillAsync()));
            }

            received[i] = _pair.Far.Input.Unread[0];
            _pair.Far.Input.Consume(1);
            if (_pair.Far.Input.UnreadLength > 0)
            {
                i += _pair.Far.Input.UnreadLength;
                _pair.Far.Input.Unread.CopyTo(received.AsSpan(i - _pair.Far.Input.UnreadLength + 1));
                _pair.Far.Input.Drop();
            }
        }

        Assert.Equal(IoStatus.Ok, _pair.Ended(send));
        Assert.Equal("headbody"u8.ToArray(), received);
        Assert.Equal(0, Output.Composed);
    }

    [Fact]
    public void NothingToSend_IsDoneAtOnce() => Assert.Equal(IoStatus.Ok, _pair.Ended(Output.SendAsync(default)));

    [Fact]
    public void SecondSend_IsRefused()
    {
        _pair.Far.Capacity = 0;
        ValueTask<IoStatus> send = Output.SendAsync(new byte[1]);
        Assert.Throws<InvalidOperationException>(() => _ = Output.SendAsync(new byte[1]));
        _pair.Near.Close();
        Assert.Equal(IoStatus.Aborted, _pair.Ended(send));
    }

    [Fact]
    public void Interrupt_EndsAPendingSendAndOutput()
    {
        _pair.Far.Capacity = 2;
        Output.GetSpan(4).Clear();
        Output.Advance(4);
        ValueTask<IoStatus> send = Output.SendAsync(new byte[4]);
        _pair.Pending(send);
        Output.Interrupt(IoStatus.TimedOut);

        Assert.Equal(IoStatus.TimedOut, _pair.Ended(send));
        Assert.Equal(0, _pair.Loop.Buffers.Outstanding);
        Assert.Equal(IoStatus.TimedOut, _pair.Ended(Output.SendAsync(new byte[1])));
    }

    [Fact]
    public void InterruptWithoutASend_DoesNothing()
    {
        Output.Interrupt(IoStatus.TimedOut);

        Assert.Equal(IoStatus.Ok, _pair.Ended(Output.SendAsync(new byte[1])));
    }

    [Fact]
    public void ResetWhileWaiting_EndsTheSend()
    {
        _pair.Far.Capacity = 0;
        ValueTask<IoStatus> send = Output.SendAsync(new byte[1]);
        _pair.Pending(send);
        _pair.Far.Reset();

        Assert.Equal(IoStatus.Reset, _pair.Ended(send));
        Assert.Equal(IoStatus.Reset, Output.Ended);
    }

    [Fact]
    public void SendAfterShutdown_IsRefused()
    {
        _pair.Near.ShutdownSend();

        Assert.Equal(IoStatus.Reset, _pair.Ended(Output.SendAsync(new byte[1])));
    }

    [Fact]
    public void Discard_GivesTheBlockBack()
    {
        Output.GetSpan(100_000).Clear();
        Output.Advance(20);
        Assert.Equal(1, _pair.Loop.Buffers.OutstandingLarge);
        Output.Discard();

        Assert.Equal(0, Output.Composed);
        Assert.Equal(0, _pair.Loop.Buffers.Outstanding);
    }
}
