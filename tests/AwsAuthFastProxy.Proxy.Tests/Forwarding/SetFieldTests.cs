using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Forwarding;

/// <summary>Fields that the operator sets: the table, and what a signature makes of them.</summary>
public class SetFieldTests
{
    private const string Line = "GET /dir/a%20b?q=%20x&e= HTTP/1.1\r\nHost: Www.Example.com:81\r\n";

    private static readonly Dictionary<string, FieldCase> s_cases = FieldCase.ReadAll("set.txt");

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Upstream_GetsWhatTheTableSays(string name)
    {
        FieldCase fields = s_cases[name];
        using ProxyRig rig = Rig(Models.Plain("origin.example"), fields.Fields("set").Select(static field => (field.Name, field.Value)));
        var origin = new EchoOrigin(rig);
        rig.Send($"{Line}{string.Concat(fields.Of("client").Select(static line => $"{line}\r\n"))}\r\n", "192.0.2.9");

        Assert.Equal(fields.Of("upstream"), Assert.Single(origin.Requests).Split("\r\n")[1..^2].Where(static line => line != "Via: 1.1 aws-auth-fast-proxy"));
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("x-amz-meta-a", "$host", "x-amz-meta-a: www.example.com", true)]
    [InlineData("X-Amz-Acl", "  private  ", "X-Amz-Acl: private", true)]
    [InlineData("Content-Type", "text/plain", "Content-Type: text/plain", true)]
    [InlineData("Range", "bytes=0-9", "Range: bytes=0-9", true)]
    [InlineData("X-Other", "1", "X-Other: 1", false)]
    public void SignedRoute_SignsWhatItWouldOfTheClient(string name, string value, string line, bool signed)
    {
        // A route for reading: what the operator says is not asked of its operations.
        using ProxyRig rig = Rig(Models.Bucket(), [(name, value)]);
        var origin = new EchoOrigin(rig);
        rig.Send($"{Line}{name}: of the client\r\n\r\n".Replace("?q=%20x&e=", "", StringComparison.Ordinal));

        string head = Assert.Single(origin.Requests);
        Assert.Contains($"\r\n{line}\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("of the client", head, StringComparison.Ordinal);
        string names = head.Split("SignedHeaders=")[1].Split(',')[0];
        Assert.Equal(signed, names.Split(';').Contains(name.ToLowerInvariant()));
        Assert.Equal(1, CountOf(head, name));
    }

    [Fact]
    public void FieldThatIsTakenOut_IsNotAskedOfTheOperations()
    {
        using ProxyRig rig = Rig(Models.Bucket(), [("x-amz-acl", "")]);
        var origin = new EchoOrigin(rig);
        rig.Send("GET /a HTTP/1.1\r\nHost: h\r\nx-amz-acl: public-read\r\nx_amz_acl: public-read\r\n\r\n");
        Assert.DoesNotContain("acl", Assert.Single(origin.Requests), StringComparison.Ordinal);

        Refusals.AssertIs(403, "field-not-allowed", rig.Send("GET /a HTTP/1.1\r\nHost: h\r\nx-amz-storage-class: GLACIER\r\n\r\n").Received);
    }

    [Fact]
    public void ChainOfTrustedProxies_IsKeptAlsoWhereTheBodyIsReadFirst()
    {
        Assert.True(AddressBlock.TryParse("10.0.0.0/8", out AddressBlock trusted, out _));
        UpstreamModel upstream = Models.Bucket(payload: PayloadMode.Buffered);
        ProxyModel model = Models.Of(upstream, static route => route with { Methods = MethodSet.All, Operations = Operations.All });
        model = model with
        {
            TrustedProxies = [trusted],
            Routes = [model.Routes[0] with { SetHeaders = [new SetHeaderModel("X-Forwarded-For", Texts.Of("$proxy_add_x_forwarded_for")), new SetHeaderModel("X-Real-IP", Texts.Of("$remote_addr"))] }],
        };
        using var rig = new ProxyRig(model);
        rig.Send("PUT /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1, 10.0.0.2\r\nX-Real-IP: 1.1.1.1\r\nContent-Length: 5\r\n\r\nhello", "10.0.0.1");

        Assert.Contains("\r\nX-Forwarded-For: 192.0.2.1, 10.0.0.2, 10.0.0.1\r\nX-Real-IP: 192.0.2.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.Equal(1, CountOf(rig.Origin.Received, "X-Forwarded-For"));
        Assert.Equal(1, CountOf(rig.Origin.Received, "X-Real-IP"));
    }

    [Fact]
    public void HeadThatNeedsALargerBlock_IsComposedTheSame()
    {
        using ProxyRig rig = Rig(Models.Plain("origin.example"), [("X-Forwarded-For", "$proxy_add_x_forwarded_for"), ("X-Long", new string('x', 8000)), ("X-Id", "$request_id")]);
        var origin = new EchoOrigin(rig);
        rig.Send($"GET /a HTTP/1.1\r\nHost: h\r\nX-Own: {new string('y', 8000)}\r\n\r\n", "192.0.2.9");

        string head = Assert.Single(origin.Requests);
        Assert.Contains($"\r\nX-Forwarded-For: 192.0.2.9\r\nX-Long: {new string('x', 8000)}\r\nX-Id: ", head, StringComparison.Ordinal);
        Assert.Contains(new string('y', 8000), head, StringComparison.Ordinal);
    }

    [Fact]
    public void EachRequest_HasValuesOfItsOwn()
    {
        using ProxyRig rig = Rig(Models.Plain("origin.example"), [("X-Id", "$request_id"), ("X-N", "$connection_requests"), ("X-A", "$http_x_a")]);
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n\r\n");
        client.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();

        string[] ids = [.. origin.Requests.Select(static head => head.Split("X-Id: ")[1].Split("\r\n")[0])];
        Assert.All(ids, static id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.NotEqual(ids[0], ids[1]);
        Assert.Contains("X-N: 1\r\nX-A: 1\r\n", origin.Requests[0], StringComparison.Ordinal);
        Assert.Contains("X-N: 2\r\n", origin.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("X-A", origin.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public void DecodedPath_SplitsNoHead()
    {
        using ProxyRig rig = Rig(Models.Plain("origin.example"), [("X-Path", "$uri")]);
        var origin = new EchoOrigin(rig);
        rig.Send("GET /a%0d%0aX-Evil:%201%7f HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Contains("\r\nX-Path: /aX-Evil: 1\r\n", Assert.Single(origin.Requests), StringComparison.Ordinal);
    }

    private static int CountOf(string head, string name) =>
        head.Split("\r\n").Count(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));

    private static ProxyRig Rig(UpstreamModel upstream, IEnumerable<(string Name, string Value)> fields)
    {
        ProxyModel model = Models.Of(upstream, static route => route);
        return new ProxyRig(model with { Routes = [model.Routes[0] with { SetHeaders = [.. fields.Select(static field => new SetHeaderModel(field.Name, Texts.Of(field.Value)))] }] });
    }
}
