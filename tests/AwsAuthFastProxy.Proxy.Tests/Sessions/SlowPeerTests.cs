using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>Clients that send or take bodies by drops: cut off by their average speed, and only they.</summary>
public class SlowPeerTests
{
    [Fact]
    public void BodyThatDrips_408()
    {
        using ProxyRig rig = Rig(new LimitModel { MinUploadRate = 100 });
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
        int seconds = 0;
        while (client.ReceivedLength == 0)
        {
            client.Send("x");
            rig.Advance(TimeSpan.FromSeconds(1));
            Assert.InRange(++seconds, 1, 35);
        }

        Refusals.AssertIs(408, "request-timeout", client.Received);
        Assert.False(rig.Origin.IsOpen);
        Assert.Equal(1, rig.Counters.SlowUploads);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("Content-Length: 100000\r\n\r\n", 408, "request-timeout")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nno size\r\n", 400, "bad-chunk-size")]
    public void BodyThatFailsOnAKeptConnection_IsNotTriedAgain(string rest, int status, string reason)
    {
        using ProxyRig rig = Rig(new LimitModel());
        WireEnd first = rig.Send("GET /o HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 204 No\r\n\r\n");
        rig.Run();
        first.Close();
        rig.Run();
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\n" + rest);
        rig.Advance(TimeSpan.FromSeconds(31));

        Refusals.AssertIs(status, reason, client.Received);
        Assert.Equal((1, 0), (rig.Counters.Dials, rig.Counters.Retries));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FastStart_ExcusesNoDripAfterIt()
    {
        using ProxyRig rig = Rig(new LimitModel { MinUploadRate = 100 });
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n").Send(new byte[1_000_000]);
        rig.Run();
        for (int second = 0; second < 35; second++)
        {
            client.Send("x");
            rig.Advance(TimeSpan.FromSeconds(1));
        }

        Refusals.AssertIs(408, "request-timeout", client.Received);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BodyAboveTheRate_IsTakenHoweverLongItTakes(bool chunked)
    {
        using ProxyRig rig = Rig(new LimitModel { MinUploadRate = 100 });
        WireEnd client = rig.Send($"PUT /o HTTP/1.1\r\nHost: h\r\n{(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 24000")}\r\n\r\n");
        for (int second = 0; second < 240; second += 2)
        {
            string piece = new('x', 200);
            client.Send(chunked ? $"c8\r\n{piece}\r\n" : piece);
            rig.Advance(TimeSpan.FromSeconds(2));
        }

        client.Send(chunked ? "0\r\n\r\n" : "");
        rig.Run();
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
        Assert.Equal(0, rig.Counters.SlowUploads);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void SlowUpstream_IsNotTheClientsFault()
    {
        using ProxyRig rig = Rig(new LimitModel { MinUploadRate = 1000, MinDownloadRate = 1000 });
        WireEnd client = rig.Send("GET /o HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        for (int i = 0; i < 100; i++)
        {
            rig.Origin.Send("x");
            rig.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.EndsWith(new string('x', 100), client.Received, StringComparison.Ordinal);
        Assert.Equal(0, rig.Counters.SlowReaders);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReaderThatDrips_IsCutOffAndTheUpstreamFreed(bool insideKernel)
    {
        using ProxyRig rig = Rig(new LimitModel { MinDownloadRate = 1000 });
        rig.Loop.LendsConduits = insideKernel;
        (WireEnd client, int seconds) = ReadSlowly(rig, bytesPerSecond: 10);

        Assert.InRange(seconds, 25, 40);
        Assert.Equal(1, rig.Counters.SlowReaders);
        Assert.Equal(0, rig.Counters.Clients);
        Assert.Equal(0, rig.Counters.UpstreamConnections);
        Assert.True(client.Connection.Incoming < 100_000);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReaderAboveTheRate_GetsAllOfItThroughOneLongSend(bool insideKernel)
    {
        using ProxyRig rig = Rig(new LimitModel { MinDownloadRate = 1000 });
        rig.Loop.LendsConduits = insideKernel;
        (_, int seconds) = ReadSlowly(rig, bytesPerSecond: 2000);

        Assert.InRange(seconds, 45, 55);
        Assert.Equal(0, rig.Counters.SlowReaders);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Pace_SavesNoMoreThanItsTime()
    {
        var pace = new Pace(most: 30_000, rate: 7);
        pace.Earn(1_000_000_000);
        Assert.Equal(30_000, pace.Left);
        pace.Spend(29_000);
        Assert.Equal(1000, pace.Left);
        for (int i = 0; i < 7; i++)
        {
            pace.Earn(1);
        }

        Assert.Equal(2000, pace.Left);
        pace.Spend(5000);
        Assert.Equal(0, pace.Left);
        pace.Earn(7 * 4);
        Assert.Equal(1000, pace.Left);
    }

    [Fact]
    public void PaceWithoutARate_BoundsEachWaitOnly()
    {
        var pace = new Pace(most: 30_000, rate: 0);
        pace.Spend(1_000_000);
        Assert.Equal(30_000, pace.Left);
    }

    /// <summary>A client takes a body of 100,000 bytes; until it has all or is cut off.</summary>
    private static (WireEnd Client, int Seconds) ReadSlowly(ProxyRig rig, int bytesPerSecond)
    {
        WireEnd client = rig.Connect(read: false, capacity: 2 * bytesPerSecond).Send("GET /o HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").Send(new byte[100_000]);
        rig.Run();
        client.Connection.MaxReceive = bytesPerSecond;
        int taken = 0;
        int seconds = 0;
        while (rig.Counters.Clients > 0 && taken < 100_000 && seconds < 200)
        {
            Assert.True(client.Connection.Input.FillAsync().AsTask().IsCompleted);
            taken += client.Connection.Input.UnreadLength;
            client.Connection.Input.Drop();
            rig.Advance(TimeSpan.FromSeconds(1));
            seconds++;
        }

        return (client, seconds);
    }

    private static ProxyRig Rig(LimitModel limits) =>
        new(Models.Of(Models.Plain("o"), static route => route with { Methods = MethodSet.All }, limits: limits));
}
