using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>What one client may ask for: each limit with its status, or its end, and its counter.</summary>
public class ClientLimitTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void TargetOverItsLimit_414()
    {
        using ProxyRig rig = Rig(new LimitModel { TargetBytes = 64 });
        _ = new EchoOrigin(rig);

        Assert.StartsWith("HTTP/1.1 200 ", rig.Send($"GET /{new string('a', 63)} HTTP/1.1\r\nHost: h\r\n\r\n").Received, StringComparison.Ordinal);
        Refusals.AssertIs(414, "target-too-long", rig.Send($"GET /{new string('a', 64)} HTTP/1.1\r\nHost: h\r\n\r\n").Received);
        Assert.Equal(1, rig.Counters.Refused);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void LastRequestOfAConnection_IsAnsweredAndClosed()
    {
        using ProxyRig rig = Rig(new LimitModel { RequestsPerConnection = 3 });
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get + Get + Get + Get);

        Assert.Equal(3, origin.Requests.Count);
        Assert.Equal(3, client.Received.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.Single(client.Received.Split("Connection: close").Skip(1));
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.Equal(1, rig.Counters.RequestLimitReached);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ConnectionsOfOneAddress_AreLimited_OthersAreServed()
    {
        using ProxyRig rig = Rig(new LimitModel { ConnectionsPerClient = 2 });
        _ = new EchoOrigin(rig);
        WireEnd first = rig.Connect(from: "192.0.2.1");
        WireEnd second = rig.Connect(from: "::ffff:192.0.2.1");
        WireEnd third = rig.Connect(from: "192.0.2.1");
        rig.Run();

        Refusals.AssertIs(429, "too-many-connections", third.Received);
        Assert.Equal(IoStatus.EndOfStream, third.Ended);
        Assert.Equal((1, 1), (rig.Counters.TurnedAwayByAddress, rig.Counters.TurnedAway));
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.2").Received, StringComparison.Ordinal);
        Assert.True(first.IsOpen && second.IsOpen);

        first.Close();
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.1").Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void HostOfA64_IsOneClient()
    {
        using ProxyRig rig = Rig(new LimitModel { ConnectionsPerClient = 1 });
        rig.Connect(from: "2001:db8::1");

        Refusals.AssertIs(429, "too-many-connections", rig.Send(Get, "2001:db8::2").Received);
        _ = new EchoOrigin(rig);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "2001:db8:0:1::2").Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FloodOfOneAddress_IsToldInPartAndTakesNobodysPlace()
    {
        using ProxyRig rig = Rig(new LimitModel { ConnectionsPerClient = 1, ClientConnections = 16 });
        _ = new EchoOrigin(rig);
        rig.Connect(from: "192.0.2.1");
        WireEnd[] flood = [.. Enumerable.Range(0, 500).Select(_ => rig.Connect(from: "192.0.2.1"))];
        rig.Run();

        Assert.Equal(500, rig.Counters.TurnedAwayByAddress);
        Assert.Equal(2, flood.Count(client => client.ReceivedLength > 0));
        Assert.DoesNotContain(flood, client => client.IsOpen);
        rig.Advance(TimeSpan.FromSeconds(3));
        for (int i = 2; i < 17; i++)
        {
            Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, $"192.0.2.{i}").Received, StringComparison.Ordinal);
        }

        Refusals.AssertIs(503, "overloaded", rig.Send(Get, "192.0.2.99").Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public async Task Connections_AreCountedRightOverManyThreads()
    {
        var clients = new ClientConnections();
        int held = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                if (clients.TryAcquire((UInt128)1, 3))
                {
                    int now = Interlocked.Increment(ref held);
                    InterlockedMax(ref most, now);
                    Interlocked.Decrement(ref held);
                    clients.Release((UInt128)1);
                }
            }
        })));

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, clients.Count);
    }

    [Fact]
    public void ChunkFramingOverItsAllowance_400AndNoWholeRequestUpstream()
    {
        using ProxyRig rig = Rig(new LimitModel { ChunkOverheadBytes = 1024 });
        string padded = string.Concat(Enumerable.Repeat($"1;x={new string('y', 300)}\r\na\r\n", 10));
        WireEnd client = rig.Send($"PUT /o HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{padded}0\r\n\r\n");

        Refusals.AssertIs(400, "chunk-overhead", client.Received);
        Assert.DoesNotContain("\r\n0\r\n\r\n", rig.Origins.Count == 0 ? "" : rig.Origin.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void InterimResponses_AreLimited(int count, bool refused)
    {
        using ProxyRig rig = Rig(new LimitModel { InterimResponses = 3 });
        WireEnd client = rig.Send(Get);
        rig.Origin.Send(string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", count)) + "HTTP/1.1 204 No Content\r\n\r\n");
        rig.Run();

        string last = client.Received[client.Received.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
        Assert.StartsWith(refused ? "HTTP/1.1 502 " : "HTTP/1.1 204 ", last, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RefusedClient_IsHeardOutForTheConfiguredTime()
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route, new TimeoutModel { Linger = TimeSpan.FromSeconds(5) }));
        rig.Send("BAD\r\n\r\n");
        rig.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(1, rig.Counters.Clients);

        rig.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(0, rig.Counters.Clients);
    }

    [Fact]
    public void IdleClient_IsCounted()
    {
        using ProxyRig rig = Rig(new LimitModel());
        rig.Connect();
        rig.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(1, rig.Counters.IdleTimeouts);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\r")]
    public void EmptyLinesBetweenRequests_AreNoRequest(string lines)
    {
        using ProxyRig rig = Rig(new LimitModel());
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get + lines);
        client.Take();
        rig.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("", client.Received);

        client.Send((lines == "\r" ? "\n" : "") + Get);
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 ", client.Take(), StringComparison.Ordinal);
        Assert.Equal(2, origin.Requests.Count);

        client.Send(lines);
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("", client.Received);
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.Equal(1, rig.Counters.IdleTimeouts);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void EmptyLinesWithoutEnd_400()
    {
        using ProxyRig rig = Rig(new LimitModel());
        WireEnd client = rig.Connect();
        for (int i = 0; i < 3; i++)
        {
            client.Send("\r").Send("\n");
        }

        rig.Run();

        Refusals.AssertIs(400, "not-http", client.Received);
        Assert.Empty(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void IdleClientWithAnEmptyLine_GoesAtADrain()
    {
        using ProxyRig rig = Rig(new LimitModel());
        WireEnd client = rig.Send("\r\n");
        rig.Sessions.Drain();
        rig.Advance(TimeSpan.FromSeconds(6));

        Assert.False(client.IsOpen);
        Assert.Equal(0, rig.Counters.Clients);
    }

    private static ProxyRig Rig(LimitModel limits) =>
        new(Models.Of(Models.Plain("o"), static route => route with { Methods = MethodSet.All }, limits: limits));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
