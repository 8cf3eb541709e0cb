using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Rewriting;

/// <summary>Answers by steps of the configuration, over whole connections.</summary>
public class ConfiguredAnswerTests
{
    private const string Date = "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n";

    [Fact]
    public void Return_KeepsTheConnection_AndIsCountedAndLogged()
    {
        using ProxyRig rig = Rig(static rewrites => rewrites.Return(200, "hello $arg_name"), log: "$request $status $body_bytes_sent $route [$proxy_error]");
        WireEnd client = rig.Send("GET /a?name=x HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal(
            $"HTTP/1.1 200 OK\r\n{Date}Content-Type: text/plain\r\nContent-Length: 7\r\n\r\nhello x"
            + $"HTTP/1.1 200 OK\r\n{Date}Content-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello ",
            client.Take());
        Assert.True(client.IsOpen);
        Assert.Equal("GET /a?name=x HTTP/1.1 200 7 */ [-]\nGET /b HTTP/1.1 200 6 */ [-]\n", rig.TakeLog());
        Assert.Equal(2, rig.Counters.Requests);
        Assert.Equal(0, rig.Counters.Refused);
        Assert.Equal(0, rig.Counters.Dials);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Head_HearsTheLengthAndNoBody()
    {
        using ProxyRig rig = Rig(static rewrites => rewrites.Return(403, "no"));
        WireEnd client = rig.Send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal($"HTTP/1.1 403 Forbidden\r\n{Date}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n", client.Received);
        Assert.True(client.IsOpen);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")]
    public void RequestBody_IsNotRead_SoTheConnectionEnds(string rest)
    {
        using ProxyRig rig = Rig(static rewrites => rewrites.Return(404));
        WireEnd client = rig.Send($"POST /a HTTP/1.1\r\nHost: h\r\n{rest}GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal($"HTTP/1.1 404 Not Found\r\n{Date}Content-Length: 0\r\nConnection: close\r\n\r\n", client.Received);
        Assert.Equal(1, rig.Counters.Requests);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Status444_ClosesWithoutAWord()
    {
        using ProxyRig rig = Rig(static rewrites => rewrites.Return(444), log: "$status");
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal("", client.Received);
        Assert.False(client.IsOpen);
        Assert.Equal("444\n", rig.TakeLog());
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Status204_HasNoLength()
    {
        using ProxyRig rig = Rig(static rewrites => rewrites.Return(204));

        Assert.Equal($"HTTP/1.1 204 No Content\r\n{Date}\r\n", rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").Received);
    }

    [Theory]
    [InlineData("/a%0d%0aSet-Cookie:%20x=y?b=c", "https://img.example/a%0D%0ASet-Cookie:%20x%3Dy?b=c")]
    [InlineData("/%00", null)]
    [InlineData("/a%3Fb%23c", "https://img.example/a%3Fb%23c?")]
    public void Redirect_SaysNothingThatTheClientEncoded(string target, string? location)
    {
        using ProxyRig rig = Rig(static rewrites => rewrites.Return(301, "https://$host$uri?$args"));
        WireEnd client = rig.Send($"GET {target} HTTP/1.1\r\nHost: IMG.example:8000\r\n\r\n");

        if (location is null)
        {
            Assert.StartsWith("HTTP/1.1 400 ", client.Received, StringComparison.Ordinal);
            return;
        }

        Assert.Equal($"HTTP/1.1 301 Moved Permanently\r\n{Date}Location: {location}\r\nContent-Length: 0\r\n\r\n", client.Received);
    }

    [Fact]
    public void Steps_ComeBeforeAddressesAndMethods()
    {
        Assert.True(AddressBlock.TryParse("0.0.0.0/0", out AddressBlock everybody, out _));
        using ProxyRig rig = Rig(static rewrites => rewrites.Return(410), route => route with { Access = new AccessModel { Deny = [everybody] } });

        Assert.StartsWith("HTTP/1.1 410 ", rig.Send("DELETE /a HTTP/1.1\r\nHost: h\r\n\r\n").Received, StringComparison.Ordinal);
    }

    [Fact]
    public void Cycle_IsAnErrorWithAName()
    {
        using ProxyRig rig = Rig(static rewrites => rewrites.Rule("^/(.*)$", "/a/$1", RewriteThen.Last));
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 500 ", client.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nx-proxy-error: rewrite-cycle\r\n", client.Received, StringComparison.Ordinal);
        Assert.True(client.IsOpen);
    }

    private static ProxyRig Rig(Func<Rewrites, RewriteStep> step, Func<RouteModel, RouteModel>? change = null, string? log = null)
    {
        ProxyModel model = Models.Named("unsigned");
        AccessLogModel? target = log is null ? null : new AccessLogModel("access.log", log);
        RouteModel route = model.Routes[0] with { Upstream = null, Rewrite = [step(new Rewrites())], AccessLog = target };
        return new ProxyRig(model with { Routes = [change is null ? route : change(route)], AccessLog = target });
    }
}
