using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Connections;

public sealed class ParkingTests : IDisposable
{
    private readonly MemoryPair _pair = new();
    private int _broken;

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void QuietConnection_IsParkedAndUsedAgain()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.True(Park());
            _pair.Loop.RunUntilIdle();
            Assert.True(_pair.Near.TryUnpark());
            Exchange();
        }

        Assert.Equal(0, _broken);
    }

    [Fact]
    public void Data_BreaksAParkedConnectionOnce()
    {
        Assert.True(Park());
        _pair.Send(_pair.Far, "x"u8);
        _pair.Send(_pair.Far, "y"u8);

        Assert.Equal(1, _broken);
        Assert.False(_pair.Near.TryUnpark());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void End_BreaksAParkedConnection(bool reset)
    {
        Assert.True(Park());
        if (reset)
        {
            _pair.Far.Reset();
        }
        else
        {
            _pair.Far.Close();
        }

        _pair.Loop.RunUntilIdle();

        Assert.Equal(1, _broken);
        Assert.False(_pair.Near.TryUnpark());
    }

    [Fact]
    public void HandlerMayCloseTheConnection()
    {
        Assert.True(_pair.Near.TryPark(connection => connection.Close()));
        _pair.Send(_pair.Far, "x"u8);

        Assert.True(_pair.Near.IsClosed);
        Assert.False(_pair.Near.TryUnpark());
    }

    [Fact]
    public void UnreadBytes_StandAgainstParking()
    {
        _pair.Send(_pair.Far, "x"u8);
        Assert.Equal(IoStatus.Ok, _pair.Ended(_pair.Near.Input.FillAsync()));

        Assert.False(Park());
    }

    [Fact]
    public void ComposedBytes_StandAgainstParking()
    {
        _pair.Near.Output.GetSpan(1)[0] = 1;
        _pair.Near.Output.Advance(1);

        Assert.False(Park());
    }

    [Fact]
    public void BytesNotYetReceived_StandAgainstParking()
    {
        _pair.Send(_pair.Far, new byte[BufferPool.SmallSize + 1]);
        Assert.Equal(IoStatus.Ok, _pair.Ended(_pair.Near.Input.FillAsync()));
        _pair.Near.Input.Drop();

        Assert.False(Park());
    }

    [Fact]
    public void ReceiveThatFilledItsRoomExactly_DoesNotStandAgainstParking()
    {
        _pair.Send(_pair.Far, new byte[BufferPool.SmallSize]);
        Assert.Equal(IoStatus.Ok, _pair.Ended(_pair.Near.Input.FillAsync()));
        _pair.Near.Input.Drop();

        Assert.True(Park());
        Assert.True(_pair.Near.TryUnpark());
        Exchange();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EndSeenOrTold_StandsAgainstParking(bool seen)
    {
        _pair.Far.ShutdownSend();
        _pair.Loop.RunUntilIdle();
        if (seen)
        {
            Assert.Equal(IoStatus.EndOfStream, _pair.Ended(_pair.Near.Input.FillAsync()));
        }

        Assert.False(Park());
    }

    [Fact]
    public void ClosedConnection_IsNotParked()
    {
        _pair.Near.Close();

        Assert.False(Park());
    }

    [Fact]
    public void WhatTheLastUserLeft_DoesNotReachTheNext()
    {
        _pair.Near.Input.Interrupt(IoStatus.TimedOut);
        _pair.Near.HangUp = () => Assert.Fail("called for a user long gone");
        Assert.True(Park());
        Assert.True(_pair.Near.TryUnpark());
        Exchange();

        _pair.Far.Reset();
        _pair.Loop.RunUntilIdle();
    }

    [Fact]
    public void HangUp_IsToldOnce()
    {
        int told = 0;
        _pair.Near.HangUp = () => told++;
        _pair.Far.ShutdownSend();
        _pair.Loop.RunUntilIdle();
        Assert.Equal(0, told);
        _pair.Near.ShutdownSend();
        _pair.Far.Reset();
        _pair.Loop.RunUntilIdle();

        Assert.Equal(1, told);
        Assert.True(_pair.Near.HungUp);
    }

    private bool Park() => _pair.Near.TryPark(_ => _broken++);

    private void Exchange()
    {
        _pair.Send(_pair.Near, "?"u8);
        _pair.Send(_pair.Far, "!"u8);
        Assert.Equal(IoStatus.Ok, _pair.Ended(_pair.Near.Input.FillAsync()));
        Assert.Equal("!"u8, _pair.Near.Input.Unread);
        _pair.Near.Input.Drop();
    }
}
