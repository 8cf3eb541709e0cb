using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>Each stage has its deadline, moved by hand.</summary>
public class DeadlineTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void TO01_SlowRequestHead_408()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\n");
        for (int second = 0; second < 9; second++)
        {
            client.Send("X");
            rig.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("", client.Received);
        rig.Advance(TimeSpan.FromSeconds(2));

        Refusals.AssertIs(408, "request-timeout", client.Received);
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.Empty(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void TO02_SilentUpstream_504AndTheNextRequestIsServed()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        rig.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("", client.Received);

        rig.Advance(TimeSpan.FromSeconds(2));

        Refusals.AssertIs(504, "response-timed-out", client.Take());
        Assert.False(rig.Origin.IsOpen);
        _ = new EchoOrigin(rig);
        client.Send(Get);
        rig.Run();
        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Equal(1, rig.Counters.Failed);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ResponseHeadThatDrips_504AtTheSameTime()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        for (int second = 0; second < 29; second++)
        {
            rig.Origin.Send(second == 0 ? "HTTP/1.1 200 OK\r\nX: " : "x");
            rig.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("", client.Received);
        rig.Advance(TimeSpan.FromSeconds(2));

        Refusals.AssertIs(504, "response-timed-out", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void TO03_IdleClient_IsClosedWithoutAWord()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        rig.Advance(TimeSpan.FromSeconds(59));
        Assert.True(client.IsOpen);

        rig.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.Equal("", client.Received);
        Assert.Equal(0, rig.Counters.Clients);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatSaysNothing_IsClosedWithoutAWord()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Connect();

        rig.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.Equal("", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void NameThatIsNotResolvedInTime_504()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var lookup = new TaskCompletionSource<IPAddress[]>();
        rig.Lookup = () => lookup.Task;
        WireEnd client = rig.Send(Get);
        Assert.Equal("", client.Received);

        rig.Advance(TimeSpan.FromSeconds(4));

        Refusals.AssertIs(504, "connect-timed-out", client.Received);
        lookup.SetResult([]);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ResponseBodyThatStops_IsCutOff()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        rig.Run();

        rig.Advance(TimeSpan.FromSeconds(31));

        Assert.EndsWith("\r\n\r\nabc", client.Received, StringComparison.Ordinal);
        Assert.False(client.IsOpen);
        Assert.False(rig.Origin.IsOpen);
        Assert.Equal(1, rig.Counters.Truncated);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatStopsReading_HoldsTheUpstreamBackAndIsCutOff()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Connect(read: false, capacity: 1000).Send(Get);
        rig.Run();
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n").Send(new byte[3_000_000]);
        rig.Run();
        Assert.True(client.Connection.Incoming <= 1000);
        Assert.True(rig.Loop.Buffers.Outstanding <= 3, "a body is held back, not gathered");

        rig.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(0, rig.Counters.Clients);
        Assert.Equal(0, rig.Counters.UpstreamConnections);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void BodyThatComesTooSlowly_408AndNoWholeRequestUpstream()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");

        rig.Advance(TimeSpan.FromSeconds(31));

        Refusals.AssertIs(408, "request-timeout", client.Received);
        Assert.EndsWith("abc", rig.Origin.Received, StringComparison.Ordinal);
        Assert.False(rig.Origin.IsOpen);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UpstreamThatStopsReadingABody_504()
    {
        using var rig = new ProxyRig(Models.Named("unsigned")) { OriginsRead = false, OriginCapacity = 1000 };
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
        client.Send(new byte[100_000]);
        rig.Run();

        rig.Advance(TimeSpan.FromSeconds(31));

        Refusals.AssertIs(504, "response-timed-out", client.Received);
        Assert.Equal(0, rig.Counters.UpstreamConnections);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void SilentUpstreamBehindABody_504CountedFromTheLastByte()
    {
        var patient = new LimitModel { MinUploadRate = 0 };
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route with { Methods = MethodSet.All }, limits: patient));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na");
        rig.Advance(TimeSpan.FromSeconds(25));
        client.Send("b");
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(25));
        client.Send("c");
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("", client.Received);

        rig.Advance(TimeSpan.FromSeconds(2));

        Refusals.AssertIs(504, "response-timed-out", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UpstreamThatIsUnusedForTooLong_IsClosed()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        rig.Send(Get);
        rig.Advance(TimeSpan.FromSeconds(14));
        Assert.True(rig.Origin.IsOpen);

        rig.Advance(TimeSpan.FromSeconds(2));

        Assert.False(rig.Origin.IsOpen);
        Assert.Equal(0, rig.Counters.UpstreamIdle);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatKeepsSendingBehindARefusal_IsHeardForAWhileOnly()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("BAD\r\n\r\n");
        Refusals.AssertIs(400, "bad-request-line", client.Received);
        client.Send(new byte[100]);
        rig.Run();
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.Equal(1, rig.Counters.Clients);

        rig.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(0, rig.Counters.Clients);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ShorterTimes_AreObeyed()
    {
        var times = new TimeoutModel { ClientHeader = TimeSpan.FromSeconds(1), ClientIdle = TimeSpan.FromSeconds(2) };
        using var rig = new ProxyRig(Models.Of(Models.Plain("origin.example"), route => route, times));
        WireEnd slow = rig.Send("GET");
        WireEnd idle = rig.Connect();
        rig.Run();

        rig.Advance(TimeSpan.FromMilliseconds(1100));
        Refusals.AssertIs(408, "request-timeout", slow.Received);
        Assert.True(idle.IsOpen);
        rig.Advance(TimeSpan.FromMilliseconds(1000));

        Assert.False(idle.IsOpen);
        rig.AssertNothingLeaks();
    }
}
