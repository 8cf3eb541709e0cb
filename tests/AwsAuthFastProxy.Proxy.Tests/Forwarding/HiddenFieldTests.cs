using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Forwarding;

/// <summary>Fields of responses that stay here.</summary>
public class HiddenFieldTests
{
    [Theory]
    [InlineData("X-Internal", "X-Internal: a\r\nx-internal: b\r\nETag: 1\r\n", "ETag: 1\r\n")]
    [InlineData("x-amz-id-2", "x-amz-request-id: 1\r\nX-Amz-Id-2: 2\r\n", "x-amz-request-id: 1\r\n")]
    [InlineData("etag", "X-Internal: a\r\nETag: 1\r\n", "X-Internal: a\r\n")]
    [InlineData("Server", "Server: S3\r\nX-Server: 1\r\nServer-Timing: 2\r\n", "X-Server: 1\r\nServer-Timing: 2\r\n")]
    [InlineData("X-Internal", "X_Internal: a\r\n", "X_Internal: a\r\n")]
    public void NamedFields_AreNotRelayed(string hidden, string fields, string left)
    {
        using ProxyRig rig = Rig(hidden);
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send($"HTTP/1.1 200 OK\r\n{fields}Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nok");
        rig.Run();

        Assert.Equal($"HTTP/1.1 200 OK\r\n{left}Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nok", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Date_IsTheProxysInsteadOfNone()
    {
        using ProxyRig rig = Rig("Date");
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n");
        rig.Run();

        Assert.Equal("HTTP/1.1 204 No Content\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n\r\n", client.Received);
    }

    [Fact]
    public void InformationalResponse_IsHeldToTheSame()
    {
        using ProxyRig rig = Rig("Link");
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\nX-A: 1\r\n\r\n");
        rig.Run();

        Assert.Equal("HTTP/1.1 103 Early Hints\r\nX-A: 1\r\n\r\n", client.Received);
    }

    private static ProxyRig Rig(params string[] hidden)
    {
        ProxyModel model = Models.Of(Models.Plain("o"), static route => route);
        return new ProxyRig(model with { Routes = [model.Routes[0] with { HideHeaders = hidden }] });
    }
}
