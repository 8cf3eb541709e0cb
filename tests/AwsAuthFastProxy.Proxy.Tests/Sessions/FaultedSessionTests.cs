using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>A bug ends one session, says so, and leaves the others alone.</summary>
public class FaultedSessionTests
{
    [Fact]
    public void Exception_EndsItsSessionOnly()
    {
        UpstreamModel good = Models.Plain("origin.example");
        UpstreamModel broken = Models.Bucket(credentials: new ThrowingCredentials());
        using var rig = new ProxyRig(Models.Of([good, broken], [new RouteSketch(good), new RouteSketch(broken) { Path = "/broken/" }]));
        _ = new EchoOrigin(rig);
        WireEnd other = rig.Connect();
        WireEnd client = rig.Send("GET /broken/a HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal("", client.Received);
        Assert.NotEqual(IoStatus.Ok, client.Ended);
        (LogLevel level, string text) = Assert.Single(rig.Log.Lines, static line => line.Level > LogLevel.Debug);
        Assert.Equal(LogLevel.Critical, level);
        Assert.Contains("a bug", text, StringComparison.Ordinal);
        Assert.Equal(1, rig.Counters.Clients);
        Assert.Equal(0, rig.Loop.Buffers.Outstanding);
        other.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", other.Received, StringComparison.Ordinal);
        rig.Log.Lines.Clear();
        rig.AssertNothingLeaks();
    }
}
