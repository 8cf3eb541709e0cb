using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Access;

/// <summary>Who may use a route, by address.</summary>
public class RouteAccessTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.1.2.4", false)]
    [InlineData("11.0.0.1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData(null, false)]
    public void Address_IsLetInOrNothingReachesTheUpstream(string? from, bool allowed)
    {
        using var rig = new ProxyRig(Model(allow: ["10.0.0.0/8"], deny: ["10.1.2.4"]));
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get, from);

        if (allowed)
        {
            Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        }
        else
        {
            Refusals.AssertIs(403, "address-not-allowed", client.Received);
            Assert.Empty(rig.Origins);
            Assert.Equal(0, rig.Counters.Signed);
        }

        Assert.Equal(allowed ? 0 : 1, rig.Counters.AddressesRefused);
        Assert.Equal(allowed ? 1 : 0, origin.Requests.Count);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void DenyAlone_LetsTheOthersIn()
    {
        using var rig = new ProxyRig(Model(allow: [], deny: ["10.0.0.0/8"]));
        _ = new EchoOrigin(rig);

        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "11.0.0.1").Received, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Get, "2001:db8::1").Received, StringComparison.Ordinal);
        Refusals.AssertIs(403, "address-not-allowed", rig.Send(Get, "10.0.0.1").Received);
    }

    [Fact]
    public void Refusal_LeavesTheConnectionForTheNextRequest()
    {
        UpstreamModel upstream = Models.Plain("o");
        using var rig = new ProxyRig(Models.Of(
            [upstream],
            [new RouteSketch(upstream), new RouteSketch(upstream) { Path = "/closed/", Access = Access(["10.0.0.0/8"], []) }]));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send("GET /closed/a HTTP/1.1\r\nHost: h\r\n\r\n" + Get, "11.0.0.1");

        string[] answers = client.Received.Split("HTTP/1.1 200 OK", 2);
        Refusals.AssertIs(403, "address-not-allowed", answers[0]);
        Assert.EndsWith("GET /a HTTP/1.1", answers[1], StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("/closed/a")]
    [InlineData("/%63losed/a")]
    [InlineData("/closed%2fa")]
    public void Spelling_OpensNoDoor(string path)
    {
        UpstreamModel upstream = Models.Bucket();
        using var rig = new ProxyRig(Models.Of(
            [upstream],
            [new RouteSketch(upstream), new RouteSketch(upstream) { Path = "/closed/", Access = Access(["10.0.0.0/8"], []) }]));
        _ = new EchoOrigin(rig);

        Refusals.AssertIs(403, "address-not-allowed", rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n", "11.0.0.1").Received);
        Assert.Empty(rig.Origins);
    }

    /// <summary>To servers that make one slash of several a key with two of them is another key, and may be one behind the door.</summary>
    [Theory]
    [InlineData("//closed/a")]
    [InlineData("/%2Fclosed/a")]
    [InlineData("///closed//a")]
    public void SlashesThatAServerMerges_OpenNoDoor(string path)
    {
        UpstreamModel upstream = Models.Bucket();
        using var rig = new ProxyRig(Models.Of(
            [upstream],
            [new RouteSketch(upstream), new RouteSketch(upstream) { Path = "/closed/", Access = Access(["10.0.0.0/8"], []) }]));
        _ = new EchoOrigin(rig);

        Refusals.AssertIs(404, "no-route", rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n", "11.0.0.1").Received);
        Assert.Empty(rig.Origins);
    }

    [Theory]
    [InlineData("//open/a")]
    [InlineData("/open//a")]
    [InlineData("/open/closed//a")]
    public void OtherKeysWithSeveralSlashes_AreSent(string path)
    {
        UpstreamModel upstream = Models.Bucket();
        using var rig = new ProxyRig(Models.Of(
            [upstream],
            [new RouteSketch(upstream), new RouteSketch(upstream) { Path = "/closed/", Access = Access(["10.0.0.0/8"], []) }]));

        Assert.Equal("", rig.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n", "11.0.0.1").Received);
        Assert.StartsWith($"GET {path} HTTP/1.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongMethod_SaysNothingToThoseWhoAreNotLetIn()
    {
        using var rig = new ProxyRig(Model(allow: ["10.0.0.0/8"], deny: []));

        Refusals.AssertIs(403, "address-not-allowed", rig.Send("DELETE /a HTTP/1.1\r\nHost: h\r\n\r\n", "11.0.0.1").Received);
        Refusals.AssertIs(405, "method-not-allowed", rig.Send("DELETE /a HTTP/1.1\r\nHost: h\r\n\r\n", "10.0.0.1").Received);
    }

    [Fact]
    public void BodyOfARefusedRequest_NeverReachesTheUpstream()
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), route => route with { Methods = MethodSet.All, Access = Access(["10.0.0.0/8"], []) }));
        WireEnd client = rig.Send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", "11.0.0.1");

        Refusals.AssertIs(403, "address-not-allowed", client.Received);
        Assert.Empty(rig.Origins);
        Assert.False(client.IsOpen);
        rig.AssertNothingLeaks();
    }

    private static ProxyModel Model(string[] allow, string[] deny) =>
        Models.Of(Models.Bucket(), route => route with { Access = Access(allow, deny) });

    private static AccessModel Access(string[] allow, string[] deny) => new() { Allow = Blocks(allow), Deny = Blocks(deny) };

    private static List<AddressBlock> Blocks(string[] texts)
    {
        var blocks = new List<AddressBlock>();
        foreach (string text in texts)
        {
            Assert.True(AddressBlock.TryParse(text, out AddressBlock block, out string reason), reason);
            blocks.Add(block);
        }

        return blocks;
    }
}
