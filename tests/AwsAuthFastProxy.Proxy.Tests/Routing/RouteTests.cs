using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Routing;

/// <summary>Which route a request takes and what becomes of its path.</summary>
public class RouteTests
{
    [Theory]
    [InlineData("img.example.com", "/x", "exact")]
    [InlineData("IMG.Example.COM", "/x", "exact")]
    [InlineData("img.example.com:8080", "/x", "exact")]
    [InlineData("img.example.com.", "/x", "exact")]
    [InlineData("a.example.com", "/x", "wild")]
    [InlineData("a.b.example.com", "/x", "wild")]
    [InlineData("a.deep.example.com", "/x", "deep")]
    [InlineData("example.com", "/x", "any")]
    [InlineData("xexample.com", "/x", "any")]
    [InlineData("other.example", "/x", "any")]
    [InlineData("[::1]:8080", "/x", "any")]
    [InlineData("img.example.com", "/files/x", "files")]
    [InlineData("img.example.com", "/files/deep/x", "deepfiles")]
    [InlineData("img.example.com", "/files", "exact")]
    [InlineData("img.example.com", "/%66iles/x", "files")]
    [InlineData("img.example.com", "/files%2Fx", "files")]
    [InlineData("img.example.com", "/%2566iles/x", "exact")]
    [InlineData("img.example.com", "/FILES/x", "exact")]
    [InlineData("img.example.com", "/files//x", "files")]
    [InlineData("img.example.com", "/x//files/x", "exact")]
    public void Request_TakesTheRouteOfItsHostThenTheLongestPrefix(string host, string path, string upstream)
    {
        UpstreamModel[] upstreams = [.. new[] { "exact", "wild", "deep", "any", "files", "deepfiles" }.Select(static name => Models.Plain(name))];
        UpstreamModel Named(string name) => upstreams.Single(model => model.EndpointHost == name);
        using var rig = new ProxyRig(Models.Of(upstreams,
        [
            new RouteSketch(Named("any")),
            new RouteSketch(Named("wild")) { Host = "*.example.com" },
            new RouteSketch(Named("deep")) { Host = "*.deep.example.com" },
            new RouteSketch(Named("exact")) { Host = "img.example.com" },
            new RouteSketch(Named("files")) { Host = "img.example.com", Path = "/files/" },
            new RouteSketch(Named("deepfiles")) { Host = "img.example.com", Path = "/files/deep/" },
        ]));
        rig.Send($"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");

        Assert.Equal($"GET {path} HTTP/1.1\r\nHost: {upstream}\r\nVia: 1.1 aws-auth-fast-proxy\r\n\r\n", rig.Origin.Received);
    }

    [Theory]
    [InlineData("/files/", "/files", "/public", "/files/a", "/public/a")]
    [InlineData("/files/", "/files", "", "/files/a", "/a")]
    [InlineData("/files/", "/files", "", "/files/", "/")]
    [InlineData("/files", "/files", "", "/files", "/")]
    [InlineData("/files", "/files", "/public", "/files", "/public/")]
    [InlineData("/files", "/files", "", "/filesystem/a", "/filesystem/a")]
    [InlineData("/files", "/files", "/public", "/filesystem/a", "/public/filesystem/a")]
    [InlineData("/files", "/files/", "/public/", "/files/a", "/public/a")]
    [InlineData("/files/", "/files", "/public", "/files//a", "/public//a")]
    [InlineData("/files/", "/files", "/public", "/%66iles/a%20b", "/public/a%20b")]
    [InlineData("/a/b/", "/a", "", "/a/b/c", "/b/c")]
    [InlineData("/", "", "/public", "/a", "/public/a")]
    [InlineData("/", "/", "/", "/a", "/a")]
    public void Path_IsRewrittenByWholeSegments(string route, string strip, string add, string path, string sent)
    {
        foreach (bool sign in new[] { true, false })
        {
            using var rig = new ProxyRig(Models.Of(Models.Bucket(), sketch => sketch with { Path = route, Strip = strip, Add = add, Sign = sign }));
            rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
            Assert.StartsWith($"GET {sent} HTTP/1.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void QueryOfAnUnsignedRewrittenRequest_StaysAsItIs()
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route with { Path = "/a/", Strip = "/a" }));
        rig.Send("GET /a/b?z&y=1+2&x=%41&bad=%zz HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.StartsWith("GET /b?z&y=1+2&x=%41&bad=%zz HTTP/1.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void NoRoute_404AndTheConnectionStays()
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route with { Path = "/files/", Host = "a.example" }));
        WireEnd client = rig.Send("GET /files/a HTTP/1.1\r\nHost: b.example\r\n\r\nGET /other HTTP/1.1\r\nHost: a.example\r\n\r\n");

        string[] answers = client.Received.Split("HTTP/1.1 404 ", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(answers, static answer => Refusals.AssertIs(404, "no-route", "HTTP/1.1 404 " + answer));
        Assert.Equal(2, answers.Length);
        Assert.True(client.IsOpen);
        Assert.Equal(2, rig.Counters.Refused);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(MethodSet.Get | MethodSet.Head, "DELETE", "GET, HEAD")]
    [InlineData(MethodSet.Get | MethodSet.Head, "get", "GET, HEAD")]
    [InlineData(MethodSet.Put, "GET", "PUT")]
    [InlineData(MethodSet.All, "TRACE", "GET, HEAD, PUT, POST, DELETE, OPTIONS, PATCH")]
    public void MethodOutsideTheRoute_405WithAllow(MethodSet methods, string method, string allow)
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), route => route with { Methods = methods }));
        WireEnd client = rig.Send($"{method} /a HTTP/1.1\r\nHost: h\r\n\r\n");

        Refusals.AssertIs(405, "method-not-allowed", client.Received);
        Assert.Contains($"\r\nAllow: {allow}\r\n", client.Received, StringComparison.Ordinal);
        Assert.Empty(rig.Origins);
        Assert.Empty(rig.Log.Loud);
    }

    [Theory]
    [InlineData("/a%zz")]
    [InlineData("/a%0")]
    [InlineData("/a%00b")]
    public void MalformedPathEncoding_400(string path)
    {
        using var rig = new ProxyRig(Models.Named("signed"));
        Refusals.AssertIs(400, "bad-path-encoding", rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n").Received);
    }

    [Theory]
    [InlineData("/.")]
    [InlineData("/..")]
    [InlineData("/a/./b")]
    [InlineData("/a/../b")]
    [InlineData("/a/%2e/b")]
    [InlineData("/a/.%2E")]
    [InlineData("/a%2F..%2Fb")]
    [InlineData("/files/%2e%2e/secret")]
    public void DotSegmentOnAnUnsignedRoute_400(string path)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        Refusals.AssertIs(400, "dot-segment", rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n").Received);
        Assert.Empty(rig.Origins);
    }

    [Theory]
    [InlineData("/a/.../b")]
    [InlineData("/.well-known/a")]
    [InlineData("/a/..b")]
    [InlineData("/a/b.")]
    public void DotsThatAreNoSegment_Pass(string path)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.StartsWith($"GET {path} HTTP/1.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }
}
