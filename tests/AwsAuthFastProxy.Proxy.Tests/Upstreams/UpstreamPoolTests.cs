using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>Connections to upstreams: kept, reused, discarded, waited for.</summary>
public class UpstreamPoolTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void CN13_ConnectionsAreSharedByClients()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        rig.Send(Get);
        rig.Send(Get);

        Assert.Equal([0, 0], origin.Connections);
        Assert.Equal(1, rig.Counters.Dials);
        Assert.Equal(1, rig.Counters.Reused);
        Assert.Equal(1, rig.Counters.UpstreamIdle);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void TheLastReturnedIsTheFirstTaken()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig) { Holds = true };
        rig.Send(Get);
        rig.Send(Get);
        rig.Send(Get);
        origin.Holds = false;
        rig.Run();
        Assert.Equal([0, 1, 2], origin.Connections.Order());
        int last = origin.Connections[^1];

        rig.Send(Get);
        rig.Send(Get);

        Assert.Equal([last, last], origin.Connections[3..]);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void CN05_StaleConnection_GetIsSentAgainOnAFreshOne()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        origin.Holds = true;
        client.Send(Get);
        rig.Run();
        rig.Origin.End();
        origin.Holds = false;
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Equal(1, rig.Counters.Retries);
        Assert.Equal(2, rig.Origins.Count);
        Assert.Equal(0, rig.Counters.Failed);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void StaleConnection_IsTriedAgainOnceOnly()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        origin.Holds = true;
        client.Send(Get);
        rig.Run();
        rig.Origins[0].Reset();
        rig.Run();
        rig.Origins[1].Reset();
        rig.Run();

        Refusals.AssertIs(502, "no-response", client.Received);
        Assert.Equal(2, rig.Origins.Count);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("POST /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("PATCH /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("FOO /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")]
    public void CN06_StaleConnection_WhatCannotBeRepeatedIsNot(string request)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        origin.Holds = true;
        client.Send(request);
        rig.Run();
        rig.Origin.End();
        rig.Run();

        Refusals.AssertIs(502, "no-response", client.Received);
        Assert.Single(rig.Origins);
        Assert.Equal(0, rig.Counters.Retries);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void StaleConnection_PutWhoseBodyHasNotBegunIsSentAgain()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        origin.Holds = true;
        client.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n");
        rig.Run();
        rig.Origin.End();
        rig.Run();
        client.Send("abc");
        rig.Run();

        Assert.Equal(2, rig.Origins.Count);
        Assert.EndsWith("\r\n\r\nabc", rig.Origin.Received, StringComparison.Ordinal);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public void CN07_FreshConnection_NothingIsSentTwice(string method)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send($"{method} /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.End();
        rig.Run();

        Refusals.AssertIs(502, "no-response", client.Received);
        Assert.Single(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void StaleConnection_NothingIsSentAgainOnceAByteCameBack()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        origin.Holds = true;
        client.Send(Get);
        rig.Run();
        rig.Origin.Send("H").End();
        rig.Run();

        Refusals.AssertIs(502, "no-response", client.Received);
        Assert.Single(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ConnectionThatEndsWhileUnused_IsDiscardedBeforeARequestFails(bool reset)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        if (reset)
        {
            rig.Origin.Reset();
        }
        else
        {
            rig.Origin.End();
        }

        rig.Run();
        Assert.Equal(1, rig.Counters.IdleBroken);
        Assert.Equal(0, rig.Counters.UpstreamConnections);
        client.Send(Get);
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Equal(0, rig.Counters.Retries);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RF10_BytesNobodyAskedFor_DiscardTheConnection()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Get);
        client.Take();
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        rig.Run();
        client.Send(Get);
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Equal(2, rig.Origins.Count);
        Assert.Equal(1, rig.Counters.IdleBroken);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n")]
    public void RF09_BytesBehindAResponse_AreNobodysResponse(string response)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        rig.Origin.Send(response + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        rig.Run();
        Assert.False(rig.Origin.IsOpen);
        Assert.DoesNotContain("evil", client.Take(), StringComparison.Ordinal);
        _ = new EchoOrigin(rig);
        client.Send(Get);
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ST03_RefusedConnection_502()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        rig.Refuse();
        WireEnd client = rig.Send(Get);
        Refusals.AssertIs(502, "connect-failed", client.Take());
        Assert.Equal(1, rig.Counters.DialFailures);

        rig.Accept();
        _ = new EchoOrigin(rig);
        client.Send(Get);
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void NameWithoutAddress_502()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        rig.Lookup = static () => Task.FromResult<System.Net.IPAddress[]>([]);

        Refusals.AssertIs(502, "resolve-failed", rig.Send(Get).Received);
        rig.AssertNothingLeaks();
    }
}
