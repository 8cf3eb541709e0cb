using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>Requests that find all connections in use: they wait in order, for a time, and spoil nothing.</summary>
public class FullPoolTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void FullPool_WaitersAreServedInOrder()
    {
        using var rig = new ProxyRig(Limited(1));
        var origin = new EchoOrigin(rig) { Holds = true };
        WireEnd[] clients = [.. Enumerable.Range(0, 4).Select(number => rig.Send($"GET /{number} HTTP/1.1\r\nHost: h\r\n\r\n"))];
        Assert.Single(rig.Origins);
        origin.Holds = false;
        rig.Run();

        Assert.Equal(["GET /0", "GET /1", "GET /2", "GET /3"], origin.Requests.Select(head => head[..6]));
        Assert.Single(rig.Origins);
        Assert.All(clients, (client, number) => Assert.EndsWith($"GET /{number} HTTP/1.1", client.Received, StringComparison.Ordinal));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FullPool_ThePipelinedRequestOfOneClientDoesNotPassAWaiter()
    {
        using var rig = new ProxyRig(Limited(1));
        var origin = new EchoOrigin(rig) { Holds = true };
        rig.Send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Send("GET /w HTTP/1.1\r\nHost: h\r\n\r\n");
        origin.Holds = false;
        rig.Run();

        Assert.Equal(["GET /1", "GET /w", "GET /2"], origin.Requests.Select(static head => head[..6]));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FullPool_AWaiterDialsWhenAConnectionIsLost()
    {
        using var rig = new ProxyRig(Limited(1));
        WireEnd first = rig.Send(Get);
        WireEnd second = rig.Send(Get);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.Equal(2, rig.Origins.Count);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();

        Assert.StartsWith("HTTP/1.1 200 OK", first.Received, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK", second.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FullPool_WaitersGiveUpAfterATimeAndAreForgotten()
    {
        using var rig = new ProxyRig(Limited(1));
        WireEnd first = rig.Send(Get);
        WireEnd second = rig.Send(Get);
        WireEnd third = rig.Send(Get);
        Assert.Equal(2, Waiting(rig));

        rig.Advance(TimeSpan.FromSeconds(4));

        Refusals.AssertIs(503, "upstream-busy", second.Take());
        Refusals.AssertIs(503, "upstream-busy", third.Received);
        Assert.Equal(0, Waiting(rig));
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 OK", first.Received, StringComparison.Ordinal);
        second.Send(Get);
        rig.Run();
        Assert.Single(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FullPool_AClientThatLeftWhileWaitingSpoilsNoConnection()
    {
        using var rig = new ProxyRig(Limited(1));
        var origin = new EchoOrigin(rig) { Holds = true };
        rig.Send(Get);
        WireEnd gone = rig.Send("GET /gone HTTP/1.1\r\nHost: h\r\n\r\n");
        WireEnd third = rig.Send(Get);
        gone.Reset();
        rig.Run();
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", third.Received, StringComparison.Ordinal);
        Assert.Single(rig.Origins);
        Assert.DoesNotContain(origin.Requests, static head => head.Contains("gone", StringComparison.Ordinal));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FullPool_ASecondTryTakesTheRoomOfAnUnusedConnection()
    {
        using var rig = new ProxyRig(Limited(2));
        var origin = new EchoOrigin(rig) { Holds = true };
        WireEnd client = rig.Send(Get);
        rig.Send(Get);
        origin.Holds = false;
        rig.Run();
        origin.Holds = true;
        client.Take();
        client.Send(Get);
        rig.Run();
        WireEnd used = rig.Origins.Single(end => end.Received.Split("GET /a").Length == 3);
        used.Reset();
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Equal(3, rig.Origins.Count);
        Assert.True(rig.Counters.UpstreamConnections <= 2);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RF09_BytesBehindAResponse_AreNotTheNextWaitersResponse()
    {
        using var rig = new ProxyRig(Limited(1));
        var origin = new EchoOrigin(rig) { Holds = true };
        WireEnd first = rig.Send(Get);
        WireEnd second = rig.Send(Get);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").Send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        rig.Origin.SendNext();
        rig.Origin.SendNext();
        rig.Run();
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("ok", first.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", second.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    private static ProxyModel Limited(int connections) =>
        Models.Of(Models.Plain("origin.example"), static route => route, limits: new LimitModel { ConnectionsPerUpstream = connections });

    private static int Waiting(ProxyRig rig) => rig.Shard.PoolOf(rig.Shard.Snapshot.Upstreams[0]).Waiting;
}
