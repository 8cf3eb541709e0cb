using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>Another configuration comes into force while exchanges are under way.</summary>
public class ReloadTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void PoolWhoseKeyStays_KeepsItsConnections()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        rig.Send(Get);
        UpstreamModel other = Models.Plain("other.example", 81);
        UpstreamModel same = Models.Plain("origin.example");
        Apply(rig, Models.Of([other, same], [new RouteSketch(other), new RouteSketch(same) { Path = "/a" }]));

        WireEnd client = rig.Send(Get);

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Equal([0, 0], origin.Connections);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void PoolWhoseKeyIsGone_ClosesItsUnusedConnections()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        rig.Send(Get);
        Apply(rig, Models.Of(Models.Plain("other.example"), static route => route));
        rig.Run();

        Assert.False(rig.Origin.IsOpen);
        Assert.Equal(0, rig.Counters.UpstreamConnections);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ExchangeUnderWay_EndsWithTheUpstreamItBeganWith()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        Apply(rig, Models.Of(Models.Plain("other.example", 81), static route => route));
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        rig.Run();

        Assert.EndsWith("\r\n\r\nok", client.Received, StringComparison.Ordinal);
        Assert.False(rig.Origin.IsOpen);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void HeadHalfReceived_IsRoutedAndSignedByTheNewConfiguration()
    {
        using var rig = new ProxyRig(Models.Of([Models.Plain("a.example"), Models.Plain("b.example")], []));
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n");
        Apply(rig, Models.Of(Models.Bucket(), static route => route));
        client.Send("\r\n");
        rig.Run();

        Assert.Contains("\r\nHost: photos.s3.example\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: AWS4-HMAC-SHA256 ", rig.Origin.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void SecondTry_GoesToTheUpstreamOfTheFirst()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        origin.Holds = true;
        client.Send(Get);
        rig.Run();
        Apply(rig, Models.Of(Models.Plain("other.example", 81), static route => route));
        rig.Origin.Reset();
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.All(origin.Requests, static head => Assert.Contains("Host: origin.example\r\n", head, StringComparison.Ordinal));
        Assert.Equal(2, rig.Origins.Count);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Waiters_AreServedByThePoolTheyWaitFor()
    {
        var limits = new LimitModel { ConnectionsPerUpstream = 1 };
        using var rig = new ProxyRig(Models.Of(Models.Plain("origin.example"), static route => route, limits: limits));
        var origin = new EchoOrigin(rig) { Holds = true };
        rig.Send(Get);
        WireEnd waiting = rig.Send("GET /w HTTP/1.1\r\nHost: h\r\n\r\n");
        Apply(rig, Models.Of(Models.Plain("other.example", 81), static route => route));
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /w HTTP/1.1", waiting.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void HigherLimit_LetsWaitersGo()
    {
        var limits = new LimitModel { ConnectionsPerUpstream = 1 };
        UpstreamModel upstream = Models.Plain("origin.example");
        using var rig = new ProxyRig(Models.Of(upstream, static route => route, limits: limits));
        rig.Send(Get);
        rig.Send(Get);
        Assert.Single(rig.Origins);
        Apply(rig, Models.Of(upstream, static route => route));
        rig.Run();

        Assert.Equal(2, rig.Origins.Count);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void LargerHeads_AreTakenOnOpenConnections()
    {
        UpstreamModel upstream = Models.Plain("origin.example");
        using var rig = new ProxyRig(Models.Of(upstream, static route => route));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        Apply(rig, Models.Of(upstream, static route => route, limits: new LimitModel { HeadBytes = 64 * 1024, Headers = 200 }));
        client.Send($"GET /a HTTP/1.1\r\nHost: h\r\n{string.Concat(Enumerable.Repeat($"X: {new string('x', 300)}\r\n", 150))}\r\n");
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    private static void Apply(ProxyRig rig, ProxyModel model) => rig.Shard.Apply(new Snapshot(model, workers: 1));
}
