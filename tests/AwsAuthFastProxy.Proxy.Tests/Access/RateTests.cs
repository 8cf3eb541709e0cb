using System.Globalization;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Access;

/// <summary>How often one address may ask and connect.</summary>
public class RateTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RequestsOverTheRate_429WithRetryAfter_OthersAreServed(bool global)
    {
        using ProxyRig rig = Rig(new RateModel(1, 3), global);
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Connect(from: "192.0.2.1");
        for (int i = 0; i < 3; i++)
        {
            client.Send(Get);
            rig.Run();
            Assert.StartsWith("HTTP/1.1 200 ", client.Take(), StringComparison.Ordinal);
        }

        client.Send(Get);
        rig.Run();
        string refused = client.Take();
        Refusals.AssertIs(429, "rate-limited", refused);
        Assert.Contains("\r\nRetry-After: 1\r\n", refused, StringComparison.Ordinal);
        Assert.True(client.IsOpen);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.2").Received, StringComparison.Ordinal);
        Refusals.AssertIs(429, "rate-limited", rig.Send(Get, "::ffff:192.0.2.1").Received);

        rig.Advance(TimeSpan.FromSeconds(1));
        client.Send(Get);
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 ", client.Take(), StringComparison.Ordinal);
        Assert.Equal(5, origin.Requests.Count);
        Assert.Equal(2, rig.Counters.RateLimited);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void OneRoutesRate_IsNotAnothers()
    {
        UpstreamModel upstream = Models.Plain("o");
        var access = new AccessModel { RateLimit = new RateModel(1, 1) };
        using var rig = new ProxyRig(Models.Of([upstream], [new RouteSketch(upstream) { Access = access }, new RouteSketch(upstream) { Path = "/b/", Access = access }]));
        _ = new EchoOrigin(rig);

        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.1").Received, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send("GET /b/ HTTP/1.1\r\nHost: h\r\n\r\n", "192.0.2.1").Received, StringComparison.Ordinal);
        Refusals.AssertIs(429, "rate-limited", rig.Send(Get, "192.0.2.1").Received);
    }

    [Fact]
    public void ConnectionsOverTheRate_429()
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route, limits: new LimitModel { ConnectionRate = new RateModel(1, 2) }));
        _ = new EchoOrigin(rig);

        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.1").Received, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.1").Received, StringComparison.Ordinal);
        string refused = rig.Send(Get, "192.0.2.1").Received;
        Refusals.AssertIs(429, "connecting-too-often", refused);
        Assert.Contains("\r\nRetry-After: 1\r\n", refused, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.2").Received, StringComparison.Ordinal);
        Assert.Equal((1, 1), (rig.Counters.TurnedAwayByRate, rig.Counters.TurnedAway));
        rig.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "192.0.2.1").Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 25)]
    [InlineData(1000, 1)]
    [InlineData(3, 1000)]
    public void Bucket_AgreesWithANaiveOne(int perSecond, int burst)
    {
        var table = new RateTable();
        Rate rate = Rate.Of(new RateModel(perSecond, burst), 0)!;
        var random = new Random(perSecond + burst);
        double tokens = burst;
        long now = 1_000_000;
        int different = 0;
        for (int i = 0; i < 20_000; i++)
        {
            long passed = random.Next(2 * 1000 / perSecond + 2);
            now += passed;
            tokens = Math.Min(burst, tokens + (passed * 1e6 / rate.Interval / 1000));
            bool granted = table.Take(42, rate, now) == 0;

            // The sums of the naive one are not exact.
            different += granted != tokens >= 1 && Math.Abs(tokens - 1) > 1e-6 ? 1 : 0;
            tokens -= granted ? 1 : 0;
        }

        Assert.Equal(0, different);
    }

    [Fact]
    public void FloodOfAddresses_IsBoundedAndMostOfAnOldClientsDebtStays()
    {
        var table = new RateTable();
        Rate rate = Rate.Of(new RateModel(1, 10), 0)!;
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(0, table.Take(7, rate, 1000));
        }

        // Addresses with one request each owe less than he does: they take each other's places, not his.
        for (uint i = 0; i < 4 * RateTable.Capacity; i++)
        {
            table.Take((UInt128)i << 64, rate, 1000);
        }

        Assert.True(table.Take(7, rate, 1000) > 0);
    }

    [Fact]
    public async Task ManyThreads_TakeNoMoreThanThereIs()
    {
        const int Threads = 4;
        Rate rate = Rate.Of(new RateModel(1, 1000), 0)!;
        for (int round = 0; round < 50; round++)
        {
            var table = new RateTable();
            int granted = 0;
            using var start = new Barrier(Threads);
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    for (int i = 0; i < 1000; i++)
                    {
                        if (table.Take(7, rate, 5000) == 0)
                        {
                            Interlocked.Increment(ref granted);
                        }
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            // The first requests may meet while the place is taken.
            Assert.InRange(granted, 1000, 1000 + Threads);
        }
    }

    [Theory]
    [InlineData("192.0.2.1", 1)]
    [InlineData("2001:db8::", 1)]
    [InlineData("2001:db8:0:", 300)]
    public void Ipv6Client_IsItsNetwork(string prefix, int served)
    {
        using ProxyRig rig = Rig(new RateModel(1, 1), global: true);
        _ = new EchoOrigin(rig);
        int answered = 0;
        for (int i = 0; i < 300; i++)
        {
            string from = prefix.Contains(':', StringComparison.Ordinal)
                ? prefix.EndsWith("::", StringComparison.Ordinal) ? prefix + i.ToString("x", CultureInfo.InvariantCulture) : $"{prefix}{i:x}::1"
                : prefix;
            answered += rig.Send(Get, from).Received.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(served, answered);
    }

    private static ProxyRig Rig(RateModel rate, bool global) => global
        ? new ProxyRig(Models.Of(Models.Plain("o"), static route => route) with { RateLimit = rate })
        : new ProxyRig(Models.Of(Models.Plain("o"), route => route with { Access = new AccessModel { RateLimit = rate } }));
}
