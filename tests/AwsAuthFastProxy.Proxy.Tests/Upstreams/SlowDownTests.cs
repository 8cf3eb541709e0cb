using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>503 of the upstream: passed on, or the request is sent again where that is safe and wished for.</summary>
public class SlowDownTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Body = "<Error><Code>SlowDown</Code></Error>";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static readonly string s_slowDown = $"HTTP/1.1 503 Slow Down\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";

    [Fact]
    public void WithoutPolicy_ItIsPassedOn()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        Answer(rig, s_slowDown);

        Assert.StartsWith("HTTP/1.1 503 Slow Down\r\n", client.Received, StringComparison.Ordinal);
        Assert.EndsWith(Body, client.Received, StringComparison.Ordinal);
        Assert.Equal(0, rig.Counters.Retries);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("DELETE")]
    public void WithPolicy_TheRequestIsSentAgainAfterAPause(string method)
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send($"{method} /a HTTP/1.1\r\nHost: h\r\n\r\n");
        string sent = rig.Origin.Received;
        Answer(rig, method == "HEAD" ? s_slowDown[..^Body.Length] : s_slowDown);
        Assert.Equal("", client.Received);
        Assert.True(rig.Origins[0].IsOpen);
        rig.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Single(rig.Origins);

        rig.Advance(TimeSpan.FromMilliseconds(150));

        Assert.Equal(2, rig.Origins.Count);
        Assert.Equal(sent, rig.Origin.Received);
        Answer(rig, method == "HEAD" ? Ok[..^2] : Ok);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("503", client.Received, StringComparison.Ordinal);
        Assert.Equal(1, rig.Counters.Retries);
        Assert.Equal(1, rig.Counters.RetriesSlowDown);
        Assert.Equal(0, rig.Counters.AddressFailures);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void TheLastAttempts503_IsPassedOn()
    {
        using ProxyRig rig = Rig(new RetryModel { SlowDown = true, Attempts = 3 });
        WireEnd client = rig.Send(Get);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("", client.Received);
            Answer(rig, s_slowDown);
            rig.Advance(TimeSpan.FromMilliseconds(450));
        }

        Assert.StartsWith("HTTP/1.1 503 Slow Down\r\n", client.Received, StringComparison.Ordinal);
        Assert.Equal(3, rig.Origins.Count);
        Assert.Equal(2, rig.Counters.RetriesSlowDown);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("POST /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("PATCH /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na")]
    public void WhatCannotBeRepeated_IsPassedOn(string request)
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send(request);
        Answer(rig, s_slowDown);
        rig.Advance(TimeSpan.FromSeconds(1));

        Assert.StartsWith("HTTP/1.1 503 Slow Down\r\n", client.Received, StringComparison.Ordinal);
        Assert.Single(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void PutWhoseBodyHasNotBegun_IsSentAgainWhole()
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        Answer(rig, s_slowDown);
        rig.Advance(TimeSpan.FromMilliseconds(150));
        Answer(rig, "HTTP/1.1 100 Continue\r\n\r\n");
        client.Send("abc");
        rig.Run();
        Answer(rig, Ok);

        Assert.Equal(2, rig.Origins.Count);
        Assert.EndsWith("\r\n\r\nabc", rig.Origin.Received, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void AnswerThatSaysWhenToComeAgain_IsPassedOn()
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send(Get);
        Answer(rig, "HTTP/1.1 503 Slow Down\r\nretry-after: 7\r\nContent-Length: 0\r\n\r\n");

        Assert.Contains("\r\nretry-after: 7\r\n", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void SpentBudget_ItIsPassedOn()
    {
        using ProxyRig rig = Rig(new RetryModel { SlowDown = true, Budget = 0 });
        for (int i = 0; i < 4; i++)
        {
            WireEnd client = rig.Send(Get);
            Answer(rig, s_slowDown);
            Assert.Equal(i < 3, client.Received.Length == 0);
        }

        Assert.Equal(1, rig.Counters.RetryBudgetSpent);
        Assert.Equal(3, rig.Counters.RetriesSlowDown);
        rig.Advance(TimeSpan.FromMilliseconds(150));
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Slow Down\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 503 Slow Down\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", false)]
    [InlineData("HTTP/1.1 503 Slow Down\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n", false)]
    [InlineData("HTTP/1.1 503 Slow Down\r\nContent-Length: 3\r\n\r\nab", false)]
    [InlineData("HTTP/1.1 503 Slow Down\r\nContent-Length: 3\r\n\r\nabcd", false)]
    [InlineData("HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 503 Slow Down\r\n\r\nabc", false)]
    public void WithheldAnswer_ItsConnectionIsKeptOnlyWhenAllOfItIsThere(string answer, bool kept)
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send(Get);
        Answer(rig, answer);
        Assert.Equal(kept, rig.Origins[0].IsOpen);
        rig.Advance(TimeSpan.FromMilliseconds(150));
        Answer(rig, Ok);

        Assert.EndsWith("\r\n\r\nok", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatLeavesInThePause_EndsIt()
    {
        using ProxyRig rig = Rig(new RetryModel { SlowDown = true, Backoff = TimeSpan.FromSeconds(10) });
        WireEnd client = rig.Send(Get);
        Answer(rig, s_slowDown);
        client.Reset();
        rig.Run();

        Assert.Equal(0, rig.Counters.Clients);
        rig.Advance(TimeSpan.FromSeconds(11));
        Assert.Single(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Abort_EndsThePause()
    {
        using ProxyRig rig = Rig(new RetryModel { SlowDown = true, Backoff = TimeSpan.FromSeconds(10) });
        WireEnd client = rig.Send(Get);
        Answer(rig, s_slowDown);
        rig.Sessions.Abort();
        rig.Run();

        Assert.NotEqual(IoStatus.Ok, client.Ended);
        Assert.Equal(0, rig.Counters.Clients);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void PolicyOfTheUpstream_HoldsUnlessTheRouteSaysOtherwise()
    {
        UpstreamModel upstream = new() { Name = "plain", EndpointHost = "origin.example", EndpointPort = 80, Retry = new RetryModel { SlowDown = true } };
        using var rig = new ProxyRig(Models.Of(
            [upstream], [new RouteSketch(upstream), new RouteSketch(upstream) { Path = "/never", Retry = new RetryModel() }]));
        WireEnd never = rig.Send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
        Answer(rig, s_slowDown);
        Assert.StartsWith("HTTP/1.1 503 Slow Down\r\n", never.Received, StringComparison.Ordinal);
        WireEnd again = rig.Send(Get);
        Answer(rig, s_slowDown);
        rig.Advance(TimeSpan.FromMilliseconds(150));
        Answer(rig, Ok);

        Assert.EndsWith("\r\n\r\nok", again.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    private static void Answer(ProxyRig rig, string text)
    {
        rig.Origin.Send(text);
        rig.Run();
    }

    private static ProxyRig Rig(RetryModel? retry = null) => new(Models.Of(
        Models.Plain("origin.example"),
        route => route with { Methods = MethodSet.All, Retry = retry ?? new RetryModel { SlowDown = true } }));
}
