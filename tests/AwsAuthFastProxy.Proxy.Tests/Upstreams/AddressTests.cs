using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Proxy.Upstreams;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>Endpoints with several addresses, through the whole proxy: spread, raced, set aside, tried again, renamed.</summary>
public class AddressTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    private static readonly IPAddress s_a = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_b = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress s_c = IPAddress.Parse("192.0.2.3");
    private static readonly IPAddress s_six = IPAddress.Parse("2001:db8::1");

    [Fact]
    public void Connections_AreSpreadOverTheAddresses()
    {
        using ProxyRig rig = Rig(s_a, s_b, s_c);
        for (int i = 0; i < 9; i++)
        {
            rig.Send(Get);
        }

        Assert.Equal([3, 3, 3], new[] { s_a, s_b, s_c }.Select(address => rig.DialledAddresses.Count(dialled => dialled.Equals(address))));
        Assert.Equal([3L, 3L, 3L], rig.Counters.Addresses.Select(static address => address.Connections));
        rig.AssertNothingLeaks();
        Assert.All(rig.Counters.Addresses, static address => Assert.Equal(0, address.Connections));
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")]
    public void RefusedAddress_TheNextIsTriedAtOnceWhateverTheMethod(string request)
    {
        using ProxyRig rig = Rig(s_a, s_b);
        rig.Loop.Refuse(new IPEndPoint(s_a, 80));
        WireEnd client = rig.Send(request);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.Equal([s_b], rig.DialledAddresses);
        Assert.Equal(1, rig.Counters.AddressFailures);
        Assert.Equal(1, rig.Counters.RacedWins);
        Assert.Equal(0, rig.Counters.DialFailures);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AddressThatSwallowsPackets_LosesTheRaceAndIsGivenUp()
    {
        using ProxyRig rig = Rig(s_a, s_b);
        rig.Loop.Hold(new IPEndPoint(s_a, 80));
        WireEnd client = rig.Send(Get);
        rig.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Empty(rig.Origins);
        Assert.Equal(1, rig.Loop.HeldDials);

        rig.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal([s_b], rig.DialledAddresses);
        Assert.Equal(0, rig.Loop.HeldDials);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.Equal([1L, 0L], rig.Counters.Addresses.Select(static address => address.Failures));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void SlowAddressThatAnswersBeforeTheOther_Wins()
    {
        using ProxyRig rig = Rig(s_six, s_b);
        rig.Loop.Hold(new IPEndPoint(s_six, 80));
        rig.Loop.Hold(new IPEndPoint(s_b, 80));
        rig.Send(Get);
        rig.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(2, rig.Loop.HeldDials);

        rig.Loop.Release(new IPEndPoint(s_six, 80));
        rig.Run();

        Assert.Equal([s_six], rig.DialledAddresses);
        Assert.Equal(0, rig.Loop.HeldDials);
        Assert.Equal(0, rig.Counters.RacedWins);
        Assert.Equal(0, rig.Counters.AddressFailures);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void EveryAddressSwallowsPackets_504AfterTheConnectTime()
    {
        using ProxyRig rig = Rig(s_a, s_b, s_six);
        foreach (IPAddress address in new[] { s_a, s_b, s_six })
        {
            rig.Loop.Hold(new IPEndPoint(address, 80));
        }

        WireEnd client = rig.Send(Get);
        rig.Advance(TimeSpan.FromMilliseconds(600));
        rig.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal(3, rig.Loop.HeldDials);
        Assert.Equal("", client.Received);

        rig.Advance(TimeSpan.FromSeconds(2));

        Refusals.AssertIs(504, "connect-timed-out", client.Received);
        Assert.Equal(0, rig.Loop.HeldDials);
        Assert.Equal(1, rig.Counters.DialFailures);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void OneAddressThatSwallowsPackets_504()
    {
        using ProxyRig rig = Rig(s_a);
        rig.Loop.Hold(new IPEndPoint(s_a, 80));
        WireEnd client = rig.Send(Get);
        rig.Advance(TimeSpan.FromSeconds(4));

        Refusals.AssertIs(504, "connect-timed-out", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FailuresInARow_SetAnAddressAsideAndOneConnectionTriesItAgain()
    {
        using ProxyRig rig = Rig(s_a, s_b);
        rig.Loop.Refuse(new IPEndPoint(s_a, 80));
        for (int i = 0; i < 2 * UpstreamPeer.Tolerated; i++)
        {
            // Each needs a connection of its own, and every second begins with the bad one until it is aside.
            rig.Send(Get);
        }

        AddressCounters bad = rig.Counters.Addresses[0];
        Assert.Equal(UpstreamPeer.Tolerated, bad.Failures);
        Assert.True(bad.IsAside);
        Assert.Single(rig.Log.Loud, static line => line.Contains("192.0.2.1 failed 3 times in a row and is set aside for 1000 ms", StringComparison.Ordinal));
        rig.Send(Get);
        Assert.Equal(UpstreamPeer.Tolerated, bad.Dials);

        // Half-open: one tries, the others wait for its verdict.
        rig.Accept(s_a);
        rig.Advance(TimeSpan.FromMilliseconds(1100));
        WireEnd trial = rig.Send(Get);
        rig.Send(Get);
        Assert.Equal(UpstreamPeer.Tolerated + 1, bad.Dials);
        Assert.True(bad.IsAside);
        rig.Origins[rig.DialledAddresses.IndexOf(s_a)].Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", trial.Received, StringComparison.Ordinal);
        Assert.False(bad.IsAside);
        Assert.Contains(rig.Log.Loud, static line => line.Contains("192.0.2.1 is back in service", StringComparison.Ordinal));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ExchangesThatFail_SetAnAddressAsideAndLetItsConnectionsGo()
    {
        using ProxyRig rig = Rig(s_a, s_b);
        WireEnd[] clients = [.. Enumerable.Range(0, 8).Select(_ => rig.Send(Get))];
        WireEnd[] bad = [.. rig.Origins.Where((_, i) => rig.DialledAddresses[i].Equals(s_a))];
        Assert.Equal(4, bad.Length);
        bad[0].Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.True(bad[0].IsOpen);
        foreach (WireEnd origin in bad[1..])
        {
            origin.Send("no HTTP at all\r\n\r\n");
            rig.Run();
        }

        Assert.Equal(3, clients.Count(static client => client.Received.StartsWith("HTTP/1.1 502", StringComparison.Ordinal)));
        Assert.Equal(1, rig.Counters.SetAside);
        Assert.False(bad[0].IsOpen);
        Assert.Equal(1, rig.Counters.AddressesLeft);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AllAside_TheLeastBadIsStillTried()
    {
        using ProxyRig rig = Rig(s_a, s_b);
        rig.Loop.Refuse(new IPEndPoint(s_a, 80));
        rig.Loop.Refuse(new IPEndPoint(s_b, 80));
        for (int i = 0; i < 4; i++)
        {
            Refusals.AssertIs(502, "connect-failed", rig.Send(Get).Received);
        }

        Assert.All(rig.Counters.Addresses, static address => Assert.True(address.IsAside));
        rig.Accept(s_b);
        _ = new EchoOrigin(rig);

        Assert.EndsWith("GET /a HTTP/1.1", rig.Send(Get).Received, StringComparison.Ordinal);
        Assert.False(rig.Counters.Addresses[1].IsAside);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void StaleConnection_TheSecondTryGoesToAnotherAddress()
    {
        using ProxyRig rig = Rig(s_a, s_b);
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        origin.Holds = true;
        client.Send(Get);
        rig.Run();
        rig.Origin.End();
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Equal(2, rig.DialledAddresses.Distinct().Count());
        Assert.Equal(0, rig.Counters.AddressFailures);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void OtherAddresses_WarmConnectionsServeOnAndNewOnesGoThere()
    {
        using ProxyRig rig = Rig(s_a);
        rig.Accept(s_b);
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        rig.Lookup = static () => Task.FromResult<IPAddress[]>([s_b]);
        for (int second = 0; second < 60; second += 10)
        {
            rig.Advance(TimeSpan.FromSeconds(10));
            client.Send(Get);
            rig.Run();
        }

        Assert.Equal([s_a], rig.DialledAddresses);
        origin.Holds = true;
        client.Send(Get);
        rig.Run();
        rig.Send(Get);
        Assert.Equal([s_a, s_b], rig.DialledAddresses);
        origin.Holds = false;
        rig.Run();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AddressThatIsNamedNoMore_IsLetGoAtAnIdleMomentAndNotCut()
    {
        using ProxyRig rig = Rig(s_a);
        rig.Accept(s_b);
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        rig.Lookup = static () => Task.FromResult<IPAddress[]>([s_b]);
        for (int second = 0; second < 150; second += 10)
        {
            rig.Advance(TimeSpan.FromSeconds(10));
            client.Send(Get);
            rig.Run();
        }

        Assert.True(rig.Origins[0].IsOpen);
        client.Take();
        origin.Holds = true;
        client.Send(Get);
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(20));
        Assert.True(rig.Origins[0].IsOpen);
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.False(rig.Origins[0].IsOpen);
        Assert.Equal(["192.0.2.2"], rig.Counters.Addresses.Select(static address => address.Address));
        client.Send(Get);
        rig.Run();
        Assert.Equal([s_a, s_b], rig.DialledAddresses);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatLeaves_SaysNothingAgainstTheAddress()
    {
        using ProxyRig rig = Rig(s_a, s_b);
        for (int i = 0; i < 10; i++)
        {
            WireEnd client = rig.Send(Get);
            client.Reset();
            rig.Run();
        }

        Assert.Equal(0, rig.Counters.AddressFailures);
        rig.AssertNothingLeaks();
    }

    private static ProxyRig Rig(params IPAddress[] addresses)
    {
        var rig = new ProxyRig(Models.Of(
            Models.Plain("origin.example"), static route => route with { Methods = MethodSet.All }));
        rig.Lookup = () => Task.FromResult(addresses);
        foreach (IPAddress address in addresses)
        {
            rig.Accept(address);
        }

        return rig;
    }
}
