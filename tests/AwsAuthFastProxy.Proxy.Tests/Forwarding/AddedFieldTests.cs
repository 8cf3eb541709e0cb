using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Tests.Forwarding;

/// <summary>Fields that a route adds to responses: the table, and answers of our own.</summary>
public class AddedFieldTests
{
    private const string Get = "GET /dir/a%20b?q=%20x&e= HTTP/1.1\r\nHost: Www.Example.com:81\r\nUser-Agent: curl\r\n\r\n";

    private static readonly Dictionary<string, FieldCase> s_cases = FieldCase.ReadAll("add.txt");

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Client_GetsWhatTheTableSays(string name)
    {
        FieldCase fields = s_cases[name];
        string[] statuses = fields.Of("status").Single().Split(' ');
        Assert.NotEmpty(statuses);
        using ProxyRig rig = Rig(Models.Plain("o"), fields.Fields("add", "always").Select(static field => (field.Name, field.Value, field.Word == "always")));
        foreach (string status in statuses)
        {
            WireEnd client = rig.Send(Get, "192.0.2.9");
            rig.Origin.Send($"HTTP/1.1 {status} X\r\n{string.Concat(fields.Of("upstream").Select(static line => $"{line}\r\n"))}{(status is "204" or "304" ? "" : "Content-Length: 0\r\n")}\r\n");
            rig.Run();

            Assert.Equal(
                [$"HTTP/1.1 {status} X", .. fields.Of("client")],
                client.Received.Split("\r\n")[..^2].Where(static line => !line.StartsWith("Date:", StringComparison.Ordinal) && !line.StartsWith("Content-Length:", StringComparison.Ordinal)));
            client.Close();
        }

        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AnswerOfOurOwn_GetsWhatIsForAlways()
    {
        using ProxyRig rig = Rig(
            Models.Plain("o"),
            [("X-Plain", "p", false), ("X-Always", "$status $request_uri <$upstream_http_x>", true), ("Content-Type", "text/plain", true), ("Cache-Control", "no-store", true)]);
        rig.Refuse();
        string failed = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").Received;
        string refused = rig.Send("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").Received;
        string bad = rig.Send("GET /a b HTTP/1.1\r\nHost: h\r\n\r\n").Received;

        Refusals.AssertIs(502, "connect-failed", failed);
        Refusals.AssertIs(405, "method-not-allowed", refused);
        Assert.Contains("\r\nX-Always: 502 /a <>\r\nCache-Control: no-store\r\n", failed, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Always: 405 /b <>\r\nCache-Control: no-store\r\n", refused, StringComparison.Ordinal);
        Assert.All(new[] { failed, refused }, static answer => Assert.DoesNotContain("X-Plain", answer, StringComparison.Ordinal));
        Assert.All(new[] { failed, refused }, static answer => Assert.DoesNotContain("text/plain", answer, StringComparison.Ordinal));

        // Which route it would have been nobody knows.
        Assert.DoesNotContain("X-Always", bad, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void BodyThatIsReadFirst_TheRequestIsStillShown()
    {
        ProxyModel model = Models.Of(Models.Bucket(payload: PayloadMode.Buffered), static route => route with { Methods = MethodSet.All, Operations = Operations.All });
        using var rig = new ProxyRig(With(model, [("X-Target", "$request_uri $http_x_a", true)]));
        WireEnd client = rig.Send("PUT /a HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nContent-Length: 5\r\n\r\nhello");
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();

        Assert.Contains("\r\nX-Target: /a 1\r\n", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void InformationalResponse_GetsNothing()
    {
        using ProxyRig rig = Rig(Models.Plain("o"), [("X-Always", "a", true)]);
        WireEnd client = rig.Send(Get);
        rig.Origin.Send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        rig.Run();

        Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", client.Received);
    }

    [Fact]
    public void PresignedRedirect_GetsItToo()
    {
        ProxyModel model = Models.Of(Models.Bucket(), static route => route with { Answer = AnswerMode.Presign });
        using var rig = new ProxyRig(With(model, [("X-Plain", "$request_uri", false), ("Location", "http://elsewhere/", true)]));
        string answer = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").Received;

        Assert.StartsWith("HTTP/1.1 307 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Plain: /a\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", answer, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void LargeValues_HaveRoom()
    {
        string large = new('x', 15_000);
        using ProxyRig rig = Rig(Models.Plain("o"), [.. Enumerable.Range(0, 10).Select(static i => ($"X-{i}", "$upstream_http_x_up $http_x_a", true))]);
        WireEnd client = rig.Send($"GET /a HTTP/1.1\r\nHost: h\r\nX-A: {large}\r\n\r\n");
        rig.Origin.Send($"HTTP/1.1 200 OK\r\nX-Up: {large}\r\nContent-Length: 2\r\n\r\nok");
        rig.Run();

        Assert.Equal(10, client.Received.Split($": {large} {large}\r\n").Length - 1);
        Assert.EndsWith("\r\n\r\nok", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    private static ProxyRig Rig(UpstreamModel upstream, IEnumerable<(string Name, string Value, bool Always)> fields) => new(With(Models.Of(upstream, static route => route), fields));

    private static ProxyModel With(ProxyModel model, IEnumerable<(string Name, string Value, bool Always)> fields) => model with
    {
        Routes = [model.Routes[0] with { AddHeaders = [.. fields.Select(static field => new AddHeaderModel(field.Name, Texts.Of(field.Value, TextScope.Response), field.Always))] }],
    };
}
