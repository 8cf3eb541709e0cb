using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>Draining: who is served to the end, who is told that it was the last, who goes.</summary>
public class DrainTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void Drain_WithoutTimeForIdleClients_TheyGo_OthersFinishAndAreTold()
    {
        using var rig = new ProxyRig(Models.Named("unsigned") with { Timeouts = new TimeoutModel { DrainIdle = TimeSpan.Zero } });
        var origin = new EchoOrigin(rig);
        WireEnd idle = rig.Send(Get);
        origin.Holds = true;
        WireEnd busy = rig.Send(Get);
        bool drained = false;
        rig.Sessions.Drained = () => drained = true;
        rig.Sessions.Drain();
        rig.Run();
        Assert.Equal(IoStatus.EndOfStream, idle.Ended);
        Assert.True(busy.IsOpen);
        Assert.False(drained);
        origin.Holds = false;
        rig.Run();

        Assert.Contains("\r\nConnection: close\r\n", busy.Received, StringComparison.Ordinal);
        Assert.EndsWith("GET /a HTTP/1.1", busy.Received, StringComparison.Ordinal);
        busy.Close();
        rig.Run();
        Assert.True(drained);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Drain_RequestOnItsWayOnAKeptConnection_IsAnsweredAsItsLast()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        bool drained = false;
        rig.Sessions.Drained = () => drained = true;
        rig.Sessions.Drain();
        rig.Advance(TimeSpan.FromSeconds(4));
        Assert.True(client.IsOpen);
        client.Send(Get);
        rig.Run();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", client.Received, StringComparison.Ordinal);
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        client.Close();
        rig.Run();
        Assert.True(drained);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Drain_IdleClients_AreClosedAfterTheirTimeAndCountAsNoTimeout()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        rig.Sessions.Drain();
        rig.Advance(TimeSpan.FromSeconds(4));
        Assert.True(client.IsOpen);
        rig.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.Equal(0, rig.Counters.IdleTimeouts);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Drain_ResponseThatPromisedAFurtherRequest_IsFollowedByOne()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na");
        rig.Run();
        rig.Sessions.Drain();
        rig.Origin.Send("bc");
        rig.Run();
        Assert.EndsWith("\r\n\r\nabc", client.Take(), StringComparison.Ordinal);
        Assert.True(client.IsOpen);
        client.Send(Get);
        rig.Run();
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nd");
        rig.Run();

        Assert.Contains("\r\nConnection: close\r\n", client.Received, StringComparison.Ordinal);
        Assert.EndsWith("d", client.Received, StringComparison.Ordinal);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Drain_WithNobodyThere_IsOverAtOnce()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        bool drained = false;
        rig.Sessions.Drained = () => drained = true;
        rig.Sessions.Drain();

        Assert.True(drained);
    }

    [Fact]
    public void Drain_LateClients_503()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        rig.Sessions.Drain();
        WireEnd client = rig.Send(Get);

        Refusals.AssertIs(503, "draining", client.Received);
        Assert.False(client.IsOpen);
        Assert.Empty(rig.Origins);
        rig.AssertNothingLeaks();
    }
}
