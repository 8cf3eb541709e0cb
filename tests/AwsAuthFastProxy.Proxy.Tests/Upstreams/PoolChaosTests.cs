using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>
/// Everything that can happen to a pool, its queue and its dials, in random order: clients come and leave at any moment, addresses
/// swallow packets, refuse, break and answer, names change, limits change. Nothing may be left behind, and nobody gets half an answer that looks whole.
/// </summary>
public class PoolChaosTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static readonly IPAddress[] s_addresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("2001:db8::1")];

    [Fact]
    public void AnyOrderOfEvents_LeavesNothingBehind()
    {
        int served = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            try
            {
                served += Play(seed);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {e.Message}", e);
            }
        }

        Assert.True(served > 1000, $"only {served} were served");
    }

    private static int Play(int seed)
    {
        var random = new Random(seed);
        using var rig = new ProxyRig(Model(random));
        IPAddress[] named = s_addresses;
        rig.Lookup = () => Task.FromResult(named);
        foreach (IPAddress address in s_addresses)
        {
            rig.Accept(address);
        }

        var clients = new List<WireEnd>();
        for (int step = 0; step < 200; step++)
        {
            IPAddress address = s_addresses[random.Next(s_addresses.Length)];
            WireEnd[] busy = [.. rig.Origins.Where(static end => end.IsOpen && end.Received.EndsWith("\r\n\r\n", StringComparison.Ordinal))];
            WireEnd? origin = busy.Length == 0 ? null : busy[random.Next(busy.Length)];
            switch (random.Next(16))
            {
                case < 5:
                    clients.Add(rig.Connect().Send($"{(random.Next(4) == 0 ? "POST" : "GET")} /a HTTP/1.1\r\nHost: h\r\n\r\n"));
                    break;
                case 5 when clients.Count > 0:
                    clients[random.Next(clients.Count)].Reset();
                    break;
                case 6 or 7 or 8:
                    origin?.Send(Ok);
                    break;
                case 9:
                    origin?.Send(Ok[..random.Next(Ok.Length)]);
                    rig.Run();
                    origin?.Reset();
                    break;
                case 10:
                    origin?.Send("HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n");
                    break;
                case 11:
                    origin?.Send("garbage\r\n\r\n");
                    break;
                case 12:
                    rig.Loop.Hold(new IPEndPoint(address, 80));
                    break;
                case 13:
                    rig.Loop.Release(new IPEndPoint(address, 80));
                    break;
                case 14:
                    if (random.Next(2) == 0)
                    {
                        rig.Loop.Refuse(new IPEndPoint(address, 80));
                    }
                    else
                    {
                        rig.Accept(address);
                    }

                    break;
                default:
                    named = [.. s_addresses.Where(_ => random.Next(2) == 0).DefaultIfEmpty(address)];
                    rig.Shard.Apply(new Snapshot(Model(random), workers: 1));
                    break;
            }

            if (random.Next(2) == 0)
            {
                rig.Run();
            }
            else
            {
                rig.Advance(TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(60_000) : random.Next(400)));
            }
        }

        foreach (IPAddress address in s_addresses)
        {
            rig.Loop.Release(new IPEndPoint(address, 80));
        }

        // All deadlines there are.
        rig.Advance(TimeSpan.FromMinutes(1));
        Assert.All(clients, static client => AssertIsAnswerOrNothing(client));
        rig.AssertNothingLeaks();
        Assert.Equal(0, rig.Loop.HeldDials);
        Assert.Equal(0, rig.Counters.Queued);
        Assert.Equal(0, rig.Shard.PoolOf(rig.Shard.Snapshot.Upstreams[0]).Open);
        Assert.All(rig.Counters.Addresses, static (AddressCounters address) => Assert.Equal(0, address.Connections));
        return clients.Count(static client => client.Received.EndsWith("\r\n\r\nok", StringComparison.Ordinal));
    }

    /// <summary>A whole answer on a connection that may stay open, or one that was cut off and ended.</summary>
    private static void AssertIsAnswerOrNothing(WireEnd client)
    {
        string heard = client.Received;
        if (heard.Length == 0 || client.IsStopped || heard.EndsWith("\r\n\r\nok", StringComparison.Ordinal))
        {
            return;
        }

        Assert.StartsWith("HTTP/1.1 ", heard, StringComparison.Ordinal);
        if (heard.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            Assert.False(client.IsOpen);
        }
        else if (heard.Contains("x-proxy-error", StringComparison.Ordinal))
        {
            Assert.Matches("x-proxy-error: (no-response|bad-response|response-timed-out|connect-failed|connect-timed-out|upstream-busy)\r\n", heard);
        }
    }

    private static ProxyModel Model(Random random) => Models.Of(
        Models.Plain("origin.example"),
        route => route with { Methods = MethodSet.All, Retry = random.Next(2) == 0 ? new RetryModel { SlowDown = true, Attempts = 3 } : null },
        new TimeoutModel { Queue = TimeSpan.FromMilliseconds(random.Next(100, 5000)), UpstreamIdle = TimeSpan.FromSeconds(random.Next(1, 20)) },
        new LimitModel { ConnectionsPerUpstream = random.Next(1, 5), WaitersPerUpstream = random.Next(1, 5) });
}
