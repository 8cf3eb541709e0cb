using System.Security.Authentication;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

public class TlsParkingTests
{
    private int _broken;

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void QuietConnection_IsParkedWithoutABlockAndUsedAgain(SslProtocols protocol)
    {
        using TlsPair pair = TlsPair.Connected(protocol);
        for (int i = 0; i < 3; i++)
        {
            // Tickets of TLS 1.3 arrive in the first round, while it is parked: nothing was read before.
            Assert.True(Park(pair));
            pair.Loop.RunUntilIdle();
            Assert.Equal(0, pair.Near.Incoming);
            Assert.Equal(0, pair.Loop.Buffers.Outstanding);
            Assert.Equal(0, _broken);
            Assert.True(pair.Client.TryUnpark());
            Exchange(pair);
        }

        Assert.Equal(0, _broken);
    }

    [Fact]
    public void PendingIdleRead_IsTakenOverByTheNextFill()
    {
        using TlsPair pair = TlsPair.Connected();
        Assert.True(Park(pair));
        Assert.True(pair.Client.TryUnpark());
        ValueTask<IoStatus> fill = pair.Client.Input.FillAsync();
        pair.Pending(fill);
        pair.ServerSends("answer"u8);

        Assert.Equal(IoStatus.Ok, pair.Ended(fill));
        Assert.Equal("answer"u8, pair.Client.Input.Unread);
    }

    [Fact]
    public void AnswerBeforeTheNextFill_IsNotLost()
    {
        using TlsPair pair = TlsPair.Connected();
        Assert.True(Park(pair));
        Assert.True(pair.Client.TryUnpark());
        pair.ServerSends("early"u8);

        Assert.Equal("early"u8.ToArray(), pair.ClientReceives());
        Assert.Equal(0, _broken);
        Exchange(pair);
    }

    [Fact]
    public void Data_BreaksAParkedConnectionOnce()
    {
        using TlsPair pair = TlsPair.Connected();
        Exchange(pair);
        Assert.True(Park(pair));
        pair.ServerSends("x"u8);
        pair.ServerSends("y"u8);

        Assert.Equal(1, _broken);
        Assert.False(pair.Client.TryUnpark());
    }

    [Theory]
    [InlineData("close_notify")]
    [InlineData("fin")]
    [InlineData("reset")]
    [InlineData("garbage")]
    public void End_BreaksAParkedConnection(string how)
    {
        using TlsPair pair = TlsPair.Connected();
        Exchange(pair);
        Assert.True(Park(pair));
        switch (how)
        {
            case "close_notify":
                pair.Ended(pair.Server.ShutdownAsync());
                break;
            case "fin":
                pair.Far.ShutdownSend();
                break;
            case "reset":
                pair.Far.Reset();
                break;
            default:
                pair.Ended(pair.Far.Output.SendAsync("garbage that is no record"u8.ToArray()));
                break;
        }

        pair.Loop.RunUntilIdle();

        Assert.Equal(1, _broken);
        Assert.False(pair.Client.TryUnpark());
    }

    [Fact]
    public void HandlerMayCloseTheConnection()
    {
        using TlsPair pair = TlsPair.Connected();
        Assert.True(pair.Client.TryPark(connection => connection.Close()));
        pair.ServerSends("x"u8);

        Assert.True(pair.Client.IsClosed);
        Assert.True(pair.Near.IsClosed);
    }

    [Fact]
    public void CloseWhileParked_TellsNobody()
    {
        using TlsPair pair = TlsPair.Connected();
        Assert.True(Park(pair));
        pair.Client.Close();
        pair.Loop.RunUntilIdle();

        Assert.Equal(0, _broken);
        Assert.Equal(0, pair.Loop.Buffers.Outstanding);
    }

    [Fact]
    public void DecryptedBytesNobodyAskedFor_StandAgainstParking()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Client.Input.WindowLimit = pair.Client.Input.BlockSize = 10;
        pair.ServerSends(new byte[11]);
        Assert.Equal(10, pair.ClientReceives().Length);

        Assert.False(Park(pair));
    }

    [Fact]
    public void EndSeen_StandsAgainstParking()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Ended(pair.Server.ShutdownAsync());
        Assert.Equal(IoStatus.EndOfStream, pair.Ended(pair.Client.Input.FillAsync()));

        Assert.False(Park(pair));
    }

    [Fact]
    public void LargeBlocksWanted_AreNotHeldWhileParked()
    {
        using TlsPair pair = TlsPair.Connected();
        Exchange(pair);
        pair.Client.Input.BlockSize = BufferPool.LargeSize;

        Assert.True(Park(pair));
        pair.Loop.RunUntilIdle();

        Assert.Equal(0, pair.Loop.Buffers.OutstandingLarge);
    }

    private static void Exchange(TlsPair pair)
    {
        Assert.Equal(IoStatus.Ok, pair.Ended(pair.Client.Output.SendAsync("?"u8.ToArray())));
        Assert.Equal("?"u8.ToArray(), pair.ServerReceives(1));
        pair.ServerSends("!"u8);
        Assert.Equal("!"u8.ToArray(), pair.ClientReceives());
    }

    private bool Park(TlsPair pair) => pair.Client.TryPark(_ => _broken++);
}
