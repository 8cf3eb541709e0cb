using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Proxy.Upstreams;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>An upstream whose connections go elsewhere than its endpoint's name says.</summary>
public class ConnectToTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    private static readonly IPAddress s_a = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_b = IPAddress.Parse("192.0.2.2");

    private readonly Dictionary<string, Task<IPAddress[]>> _names = new()
    {
        ["a.internal"] = Task.FromResult<IPAddress[]>([s_a]),
        ["b.internal"] = Task.FromResult<IPAddress[]>([s_b]),
    };

    [Fact]
    public void Connections_AreSpreadOverAllTargets_HostAndSignatureStayTheEndpoints()
    {
        using ProxyRig rig = Rig("a.internal:9000", "b.internal:80", "192.0.2.1:80");
        rig.Accept(s_a, 9000);
        rig.Accept(s_b);
        rig.Accept(s_a);
        for (int i = 0; i < 9; i++)
        {
            rig.Send(Get);
        }

        Assert.Equal(9, rig.Origins.Count);
        Assert.All(rig.Origins, static origin => Assert.StartsWith("GET /a HTTP/1.1\r\nHost: photos.s3.example\r\n", origin.Received, StringComparison.Ordinal));
        Assert.All(rig.Origins, static origin => Assert.Contains("SignedHeaders=host;", origin.Received, StringComparison.Ordinal));
        Assert.Equal(["192.0.2.1:9000", "192.0.2.2", "192.0.2.1"], rig.Counters.Addresses.Select(static address => address.Address));
        Assert.Equal([3L, 3L, 3L], rig.Counters.Addresses.Select(static address => address.Connections));
        Assert.All(rig.Counters.Addresses, static address => Assert.Equal("s3.example:80", address.Upstream));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RefusedTarget_TheNextIsTriedAtOnce_AndItsPortAloneIsSetAside()
    {
        using ProxyRig rig = Rig("192.0.2.1:9000", "192.0.2.1:80");
        rig.Loop.Refuse(new IPEndPoint(s_a, 9000));
        rig.Accept(s_a);
        _ = new EchoOrigin(rig);
        for (int i = 0; i < 2 * UpstreamPeer.Tolerated; i++)
        {
            // Each on a connection of its own.
            Assert.StartsWith("HTTP/1.1 200 ", rig.Send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").Received, StringComparison.Ordinal);
            rig.Origin.End();
            rig.Run();
        }

        Assert.Equal([true, false], rig.Counters.Addresses.Select(static address => address.IsAside));
        Assert.Equal(0, rig.Counters.DialFailures);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void TargetThatSwallowsPackets_LosesTheRace()
    {
        using ProxyRig rig = Rig("a.internal:80", "b.internal:80");
        rig.Loop.Hold(new IPEndPoint(s_a, 80));
        rig.Accept(s_b);
        rig.Send(Get);
        rig.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal([s_b], rig.DialledAddresses);
        Assert.Equal(1, rig.Counters.RacedWins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void NameThatIsStillLookedUp_HoldsNobodyUp_AndJoinsLater()
    {
        var pending = new TaskCompletionSource<IPAddress[]>();
        _names["a.internal"] = pending.Task;
        using ProxyRig rig = Rig("a.internal:80", "b.internal:80");
        rig.Accept(s_b);
        rig.Send(Get);
        Assert.Equal([s_b], rig.DialledAddresses);

        pending.SetResult([s_a]);
        rig.Accept(s_a);

        // The look-up ends on a thread of its own; who does not hear of it yet leaves, or there would be no connection for who does.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                rig.Send(Get).Reset();
                rig.Run();
                return rig.DialledAddresses.Contains(s_a);
            },
            TimeSpan.FromSeconds(30)));
        Assert.Equal(s_b, rig.DialledAddresses[0]);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FirstNameThatIsFound_IsWaitedForAndNoLonger()
    {
        var slow = new TaskCompletionSource<IPAddress[]>();
        var fast = new TaskCompletionSource<IPAddress[]>();
        (_names["a.internal"], _names["b.internal"]) = (slow.Task, fast.Task);
        using ProxyRig rig = Rig("a.internal:80", "b.internal:80");
        rig.Accept(s_b);
        rig.Send(Get);
        Assert.Empty(rig.Origins);

        fast.SetResult([s_b]);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                rig.Run();
                return rig.Origins.Count == 1;
            },
            TimeSpan.FromSeconds(30)));

        Assert.Equal([s_b], rig.DialledAddresses);
        slow.SetResult([s_a]);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void NoNameIsFoundInTime_504()
    {
        (_names["a.internal"], _names["b.internal"]) = (new TaskCompletionSource<IPAddress[]>().Task, new TaskCompletionSource<IPAddress[]>().Task);
        using ProxyRig rig = Rig("a.internal:80", "b.internal:80");
        WireEnd client = rig.Send(Get);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                rig.Advance(TimeSpan.FromSeconds(1));
                return client.Received.Length > 0;
            },
            TimeSpan.FromSeconds(30)));

        Refusals.AssertIs(504, "connect-timed-out", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void NameWithoutAddress_TheOthersServe_AndAllOfThemIs502()
    {
        _names["a.internal"] = Task.FromResult<IPAddress[]>([]);
        using ProxyRig rig = Rig("a.internal:80", "b.internal:80");
        rig.Accept(s_b);
        _ = new EchoOrigin(rig);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get).Received, StringComparison.Ordinal);

        using ProxyRig none = Rig("a.internal:80");
        Refusals.AssertIs(502, "resolve-failed", none.Send(Get).Received);
        Assert.Contains(none.Log.Loud, static line => line.Contains("a.internal has no address", StringComparison.Ordinal));
    }

    [Fact]
    public void Reload_OtherTargetsMakeAnotherPool_TheSameKeepTheirConnections()
    {
        using ProxyRig rig = Rig("a.internal:80");
        rig.Accept(s_a);
        rig.Accept(s_b);
        _ = new EchoOrigin(rig);
        rig.Send(Get);
        rig.Shard.Apply(new Snapshot(Model("a.internal:80"), workers: 1));
        rig.Send(Get);
        Assert.Equal([s_a], rig.DialledAddresses);

        rig.Shard.Apply(new Snapshot(Model("b.internal:80"), workers: 1));
        Assert.Equal(0, rig.Counters.UpstreamIdle);
        rig.Send(Get);

        Assert.Equal([s_a, s_b], rig.DialledAddresses);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void OtherRegion_IsReachedAtTheSameTargetsUnderTheSameName()
    {
        UpstreamModel aws = Models.Bucket(host: "s3.us-east-1.amazonaws.com") with { ConnectTo = [Target("192.0.2.1:80")] };
        Upstream other = new Upstream(aws, 0).Regions.InRegion("eu-west-1")!;
        Upstream open = new Upstream(aws with { ConnectTo = [] }, 0).Regions.InRegion("eu-west-1")!;

        Assert.Equal(("s3.us-east-1.amazonaws.com", "192.0.2.1:80"), (other.Key.Host, other.Key.Targets[0].ToString()));
        Assert.Equal(("s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com:80"), (open.Key.Host, open.Key.Targets[0].ToString()));
    }

    [Fact]
    public void TlsName_StaysTheEndpoints()
    {
        UpstreamModel model = Models.Bucket(tls: new UpstreamTlsModel()) with { ConnectTo = [Target("192.0.2.1:8443")] };

        Assert.Equal("photos.s3.example", new Upstream(model, 0).Key.ServerName);
    }

    private static ConnectTarget Target(string text) => new(text[..text.LastIndexOf(':')], int.Parse(text.AsSpan(text.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture));

    private static ProxyModel Model(params string[] targets) => Models.Of(Models.Bucket() with { ConnectTo = [.. targets.Select(Target)] }, static route => route);

    private ProxyRig Rig(params string[] targets) => new(Model(targets))
    {
        Lookup = static () => throw new InvalidOperationException("the endpoint's name is nobody's to look up"),
        LookupOf = name => _names.GetValueOrDefault(name),
    };
}
