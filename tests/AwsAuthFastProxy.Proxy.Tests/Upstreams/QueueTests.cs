using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>Requests that wait for a connection of a full pool: bounded in number and time, and gone with their clients.</summary>
public class QueueTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void FullQueue_503AtOnceAndServedAgainAsSoonAsThereIsRoom()
    {
        using ProxyRig rig = Rig(connections: 1, waiters: 2);
        var origin = new EchoOrigin(rig) { Holds = true };
        WireEnd[] clients = [.. Enumerable.Range(0, 4).Select(_ => rig.Send(Get))];

        Refusals.AssertIs(503, "upstream-busy", clients[3].Take());
        Assert.Contains("\r\nRetry-After: 1\r\n", rig.Send(Get).Received, StringComparison.Ordinal);
        Assert.Equal(2, rig.Counters.QueueRefusals);
        Assert.Equal(2, rig.Counters.Queued);
        origin.Holds = false;
        rig.Run();

        Assert.All(clients[..3], static client => Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal));
        clients[3].Send(Get);
        rig.Run();
        Assert.EndsWith("GET /a HTTP/1.1", clients[3].Received, StringComparison.Ordinal);
        Assert.Equal(0, rig.Counters.Queued);
        Assert.Equal(2, rig.Counters.QueueWaits);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void WaitInVain_503AfterItsOwnTime()
    {
        using ProxyRig rig = Rig(connections: 1, waiters: 2, TimeSpan.FromSeconds(10));
        rig.Send(Get);
        WireEnd second = rig.Send(Get);
        rig.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("", second.Received);

        rig.Advance(TimeSpan.FromSeconds(2));

        Refusals.AssertIs(503, "upstream-busy", second.Received);
        Assert.Equal(1, rig.Counters.QueueTimeouts);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatLeaves_MakesRoomAtOnce()
    {
        using ProxyRig rig = Rig(connections: 1, waiters: 1);
        var origin = new EchoOrigin(rig) { Holds = true };
        rig.Send(Get);
        WireEnd gone = rig.Send("GET /gone HTTP/1.1\r\nHost: h\r\n\r\n");
        gone.Reset();
        rig.Run();
        Assert.Equal(0, rig.Counters.Queued);
        WireEnd next = rig.Send(Get);
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", next.Received, StringComparison.Ordinal);
        Assert.Equal(2, origin.Requests.Count);
        Assert.Equal(0, rig.Counters.Failed);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void WaiterWhoseTurnHasCome_HasTheConnectTimeForItsDial()
    {
        using ProxyRig rig = Rig(connections: 1, waiters: 1, TimeSpan.FromSeconds(1));
        WireEnd first = rig.Send(Get);
        WireEnd second = rig.Send(Get);
        rig.Advance(TimeSpan.FromMilliseconds(900));
        rig.Loop.Hold(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.1"), 80));
        first.Reset();
        rig.Run();
        Assert.Equal(1, rig.Loop.HeldDials);
        rig.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("", second.Received);
        _ = new EchoOrigin(rig);
        rig.Loop.Release(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.1"), 80));
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", second.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ManyMoreThanThereIsRoomFor_MemoryStaysFlatAndAllIsWellAfterwards()
    {
        using ProxyRig rig = Rig(connections: 4, waiters: 16);
        var origin = new EchoOrigin(rig) { Holds = true };
        WireEnd[] clients = [.. Enumerable.Range(0, 20).Select(_ => rig.Send(Get))];
        int blocks = rig.Loop.Buffers.Outstanding;
        for (int i = 0; i < 500; i++)
        {
            WireEnd turnedAway = rig.Send(Get);
            Refusals.AssertIs(503, "upstream-busy", turnedAway.Received);
            turnedAway.Close();
        }

        rig.Run();
        Assert.Equal(blocks, rig.Loop.Buffers.Outstanding);
        Assert.Equal(4, rig.Counters.UpstreamConnections);
        origin.Holds = false;
        rig.Run();

        Assert.All(clients, static client => Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal));
        Assert.EndsWith("GET /a HTTP/1.1", rig.Send(Get).Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    private static ProxyRig Rig(int connections, int waiters, TimeSpan? queue = null) => new(Models.Of(
        Models.Plain("origin.example"),
        static route => route,
        new TimeoutModel { Queue = queue ?? TimeSpan.FromSeconds(3) },
        new LimitModel { ConnectionsPerUpstream = connections, WaitersPerUpstream = waiters }));
}
