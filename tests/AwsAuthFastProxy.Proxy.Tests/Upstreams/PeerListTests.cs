using System.Net;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Proxy.Upstreams;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>Which address is dialled first, and when one is set aside and tried again.</summary>
public class PeerListTests
{
    private readonly ShardCounters _counters = new();
    private readonly PeerList _peers;

    public PeerListTests() =>
        _peers = new PeerList(new ConnectionKey("origin.example", 80, null, Verify: false, Authorities: null), _counters, new LogCollector());

    [Fact]
    public void KindsAlternate_ThePreferredFirst()
    {
        Name("2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1");

        Assert.Equal("6464".Length, Order().Length);
        Assert.Equal(["6", "4", "6", "6"], Order().Select(static peer => peer.Address.ToString().Contains(':', StringComparison.Ordinal) ? "6" : "4"));
    }

    [Fact]
    public void EqualsTakeTurns_AndTheLeastUsedGoesFirst()
    {
        Name("192.0.2.1", "192.0.2.2", "192.0.2.3");

        Assert.Equal(3, Enumerable.Range(0, 3).Select(_ => Order()[0]).Distinct().Count());
        UpstreamPeer[] order = Order();
        order[0].OnDial(0);
        order[1].OnDial(0);
        Assert.Same(order[2], Order()[0]);
        Assert.Same(order[2], Order()[0]);
    }

    [Fact]
    public void TheOneToAvoid_IsLastOfThoseInService()
    {
        Name("192.0.2.1", "192.0.2.2", "192.0.2.3");
        UpstreamPeer avoid = _peers.All[1];
        SetAside(_peers.All[2], 0);

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal([_peers.All[0], avoid, _peers.All[2]], _peers.Order(0, avoid));
        }
    }

    [Fact]
    public void AllAside_TheOneWithTheFewestFailuresGoesFirst()
    {
        Name("192.0.2.1", "192.0.2.2");
        SetAside(_peers.All[0], 0);
        SetAside(_peers.All[1], 0);
        _peers.OnFailure(_peers.All[0], 0);

        Assert.Equal([_peers.All[1], _peers.All[0]], _peers.Order(0, null));
    }

    [Fact]
    public void TimesAside_DoubleUpToABoundAndEndWithAGoodResponse()
    {
        Name("192.0.2.1");
        UpstreamPeer peer = _peers.All[0];
        long now = 0;
        SetAside(peer, now);
        var times = new List<long> { peer.Aside };
        for (int i = 0; i < 8; i++)
        {
            now += peer.Aside;
            Assert.False(peer.IsAside(now));
            peer.OnDial(now);
            Assert.True(peer.IsAside(now), "one tries it at a time");
            Assert.True(_peers.OnFailure(peer, now));
            peer.OnClosed();
            times.Add(peer.Aside);
        }

        Assert.Equal([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000], times);
        _peers.OnSuccess(peer);
        Assert.False(peer.IsAside(now));
        Assert.False(_peers.OnFailure(peer, now));
        Assert.Equal(9, _counters.SetAside);
    }

    [Fact]
    public void TrialWithoutAVerdict_IsOverAfterATime()
    {
        Name("192.0.2.1");
        UpstreamPeer peer = _peers.All[0];
        SetAside(peer, 0);
        peer.OnDial(2000);
        peer.OnClosed();

        Assert.True(peer.IsAside(2000 + UpstreamPeer.Trial - 1));
        Assert.False(peer.IsAside(2000 + UpstreamPeer.Trial));
    }

    [Fact]
    public void FailuresWhileAside_AreNotCountedTwice()
    {
        Name("192.0.2.1");
        UpstreamPeer peer = _peers.All[0];
        SetAside(peer, 0);

        Assert.False(_peers.OnFailure(peer, 500));
        Assert.False(peer.IsAside(1000));
        Assert.Equal(1000, peer.Aside);
    }

    [Fact]
    public void AddressesThatRotate_AreRememberedForAWhile()
    {
        Name("192.0.2.1", "192.0.2.2");
        SetAside(_peers.All[0], 0);
        Name(1000, "192.0.2.9");
        Assert.Equal(["192.0.2.9"], Order(1000).Select(static peer => peer.Address.ToString()));

        Name(2000, "192.0.2.1");
        Assert.Equal(UpstreamPeer.Tolerated, Order(2000)[0].Failures);
        Name(2000 + PeerList.Grace, "192.0.2.1");

        Assert.Equal(["192.0.2.1"], _peers.All.Select(static peer => peer.Address.ToString()));
        Assert.Equal(["192.0.2.1"], _counters.Addresses.Select(static address => address.Address));
        Assert.Equal("origin.example:80", _counters.Addresses[0].Upstream);
    }

    private void Name(params string[] addresses) => Name(0, addresses);

    private void Name(long now, params string[] addresses) => _peers.Update([.. addresses.Select(static address => new IPEndPoint(IPAddress.Parse(address), 80))], now);

    private UpstreamPeer[] Order(long now = 0) => _peers.Order(now, null);

    private void SetAside(UpstreamPeer peer, long now)
    {
        for (int i = 0; i < UpstreamPeer.Tolerated; i++)
        {
            Assert.Equal(i == UpstreamPeer.Tolerated - 1, _peers.OnFailure(peer, now));
        }
    }
}
