using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Forwarding;

/// <summary>Deadlines and limits that a route has for itself; the others keep those of the configuration.</summary>
public class RouteLimitTests
{
    [Theory]
    [InlineData("/own/a", 2, true)]
    [InlineData("/a", 2, false)]
    [InlineData("/a", 31, true)]
    public void FirstByte_IsDueByTheRoute(string path, int seconds, bool late)
    {
        using ProxyRig rig = Rig(new RouteTimeoutModel { UpstreamFirstByte = TimeSpan.FromSeconds(1) });
        WireEnd client = rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Single(rig.Origins);
        rig.Advance(TimeSpan.FromSeconds(seconds));

        if (late)
        {
            Refusals.AssertIs(504, "response-timed-out", client.Received);
        }
        else
        {
            Assert.Equal("", client.Received);
        }

        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FirstByteBehindABody_IsDueByTheRoute()
    {
        using ProxyRig rig = Rig(new RouteTimeoutModel { UpstreamFirstByte = TimeSpan.FromMinutes(5) });
        WireEnd client = rig.Send("PUT /own/a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
        rig.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("", client.Received);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();

        Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/own/a", 8, false)]
    [InlineData("/own/a", 11, true)]
    [InlineData("/a", 4, true)]
    public void Connection_IsDueByTheRoute(string path, int seconds, bool late)
    {
        using ProxyRig rig = Rig(new RouteTimeoutModel { Connect = TimeSpan.FromSeconds(10) });
        rig.Loop.Hold(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 80));
        WireEnd client = rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(late, client.Received.StartsWith("HTTP/1.1 504 ", StringComparison.Ordinal));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ConnectionForAWaiter_IsDueByItsRoute()
    {
        using ProxyRig rig = Rig(new RouteTimeoutModel { Connect = TimeSpan.FromSeconds(20) }, new LimitModel { ConnectionsPerUpstream = 1 });
        rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        WireEnd waiting = rig.Send("GET /own/a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Loop.Hold(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 80));
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").End();
        rig.Run();
        Assert.Equal(1, rig.Loop.HeldDials);

        rig.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal("", waiting.Received);
        rig.Advance(TimeSpan.FromSeconds(2));

        Refusals.AssertIs(504, "connect-timed-out", waiting.Received);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("/own/a", 8, true)]
    [InlineData("/own/a", 4, false)]
    [InlineData("/a", 8, false)]
    public void PauseOfABody_IsWaitedForByTheRoute(string path, int seconds, bool late)
    {
        using ProxyRig rig = Rig(new RouteTimeoutModel { Body = TimeSpan.FromSeconds(5) });
        WireEnd client = rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.");
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(seconds));

        Assert.EndsWith("half.", client.Received, StringComparison.Ordinal);
        Assert.Equal(late, !client.IsOpen);
        Assert.Equal(late ? 1 : 0, rig.Counters.Truncated);
    }

    [Theory]
    [InlineData("/own/a", 10, "200")]
    [InlineData("/own/a", 11, "413")]
    [InlineData("/a", 100, "200")]
    [InlineData("/a", 101, "413")]
    [InlineData("/large/a", 1000, "200")]
    [InlineData("/large/a", 1001, "413")]
    public void Body_IsAsLongAsItsRouteTakes(string path, int length, string status)
    {
        foreach (bool chunked in new[] { false, true })
        {
            using ProxyRig rig = Rig(null, new LimitModel { BodyBytes = 100 });
            string body = new('x', length);
            WireEnd client = rig.Send(chunked
                ? $"PUT {path} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
                : $"PUT {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n{body}");
            if (rig.Origins.Count > 0)
            {
                rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                rig.Run();
            }

            Assert.StartsWith($"HTTP/1.1 {status} ", client.Received, StringComparison.Ordinal);
            Assert.Equal(status == "200" || chunked, rig.Origins.Count == 1);
            rig.AssertNothingLeaks();
        }
    }

    private static ProxyRig Rig(RouteTimeoutModel? timeouts, LimitModel? limits = null)
    {
        UpstreamModel upstream = Models.Plain("o");
        ProxyModel model = Models.Of(
            [upstream],
            [
                new RouteSketch(upstream) { Methods = MethodSet.All },
                new RouteSketch(upstream) { Path = "/own/", Methods = MethodSet.All },
                new RouteSketch(upstream) { Path = "/large/", Methods = MethodSet.All },
            ],
            limits: limits);
        return new ProxyRig(model with
        {
            Routes = [model.Routes[0], model.Routes[1] with { Timeouts = timeouts, BodyBytes = 10 }, model.Routes[2] with { BodyBytes = 1000 }],
        });
    }
}
