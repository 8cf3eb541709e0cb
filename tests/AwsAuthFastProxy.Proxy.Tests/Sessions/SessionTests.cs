using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>The life of client connections: kept, drained, aborted, too many.</summary>
public class SessionTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public void CN01_OneConnectionServesRequestAfterRequest()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Connect();
        for (int i = 0; i < 100; i++)
        {
            client.Send($"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n");
            rig.Run();
            Assert.EndsWith($"\r\n\r\nGET /{i} HTTP/1.1", client.Take(), StringComparison.Ordinal);
            Assert.Equal(0, rig.Loop.Buffers.Outstanding);
        }

        Assert.Equal(1, rig.Counters.Accepted);
        Assert.Equal(100, rig.Counters.Requests);
        Assert.Equal(1, rig.Counters.Dials);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void CN03_SlowFirstAnswer_HoldsTheSecondBack()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.DoesNotContain("/2", rig.Origin.Received, StringComparison.Ordinal);
        _ = new EchoOrigin(rig);
        rig.Run();

        string received = client.Received;
        Assert.True(received.IndexOf("GET /1", StringComparison.Ordinal) < received.IndexOf("GET /2", StringComparison.Ordinal));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void CN11_ClientThatResets_EndsTheUpstreamsWork()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        client.Reset();
        rig.Run();

        Assert.False(rig.Origin.IsOpen);
        Assert.Equal(0, rig.Counters.Clients);
        Assert.Equal(0, rig.Counters.Failed);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatResetsInAResponse_EndsTheUpstreamsWorkQuietly()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        rig.Run();
        client.Reset();
        rig.Run();

        Assert.False(rig.Origin.IsOpen);
        Assert.Equal(0, rig.Counters.Truncated);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatResetsInAnUpload_EndsTheUpstreamsRequestIncomplete()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        client.Reset();
        rig.Run();

        Assert.False(rig.Origin.IsOpen);
        Assert.DoesNotContain("\r\n0\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatResetsWhileItsUpstreamIsDialled_IsForgotten()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var lookup = new TaskCompletionSource<System.Net.IPAddress[]>();
        rig.Lookup = () => lookup.Task;
        WireEnd client = rig.Send(Get);
        client.Reset();
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(0, rig.Counters.Clients);
        Assert.Empty(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void TooManyClients_503AndAgainServedWhenOneHasLeft()
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route, limits: new LimitModel { ClientConnections = 2 }));
        _ = new EchoOrigin(rig);
        WireEnd first = rig.Send(Get);
        rig.Send(Get);
        WireEnd third = rig.Send(Get);
        Refusals.AssertIs(503, "overloaded", third.Received);
        Assert.Equal(1, rig.Counters.TurnedAway);
        third.Close();
        first.Close();
        rig.Run();

        Assert.EndsWith("GET /a HTTP/1.1", rig.Send(Get).Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FarTooManyClients_AreClosedWithoutAWord()
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route, limits: new LimitModel { ClientConnections = 1 }));
        WireEnd[] clients = [.. Enumerable.Range(0, 100).Select(_ => rig.Connect())];
        rig.Run();

        Assert.True(clients[0].IsOpen);
        Assert.Equal(99, rig.Counters.TurnedAway);
        Assert.Equal("", clients[99].Received);
        Assert.False(clients[99].IsOpen);
        Assert.Equal(2, rig.Counters.Clients);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Abort_EndsEverythingWhateverItIsAt()
    {
        var limits = new LimitModel { ConnectionsPerUpstream = 3 };
        using var rig = new ProxyRig(Models.Of(Models.Plain("o"), static route => route with { Methods = MethodSet.All }, limits: limits));
        WireEnd[] clients =
        [
            rig.Send(""),
            rig.Send("GET /half HTTP/1.1\r\n"),
            rig.Send("GET /unanswered HTTP/1.1\r\nHost: h\r\n\r\n"),
            rig.Send("PUT /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"),
            rig.Send("GET /download HTTP/1.1\r\nHost: h\r\n\r\n"),
            rig.Send("GET /waiting HTTP/1.1\r\nHost: h\r\n\r\n"),
            rig.Send("BAD\r\n\r\n"),
        ];
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        rig.Run();

        rig.Sessions.Abort();
        rig.Shard.Close();
        rig.Run();

        Assert.All(clients, static client => Assert.False(client.IsOpen));
        Assert.All(rig.Origins, static origin => Assert.False(origin.IsOpen));
        Assert.Equal(0, rig.Counters.Clients);
        Assert.Equal(0, rig.Counters.UpstreamConnections);
        Assert.Equal(0, rig.Loop.Buffers.Outstanding);
    }

    [Fact]
    public void ChunkedBodyOverTheLimit_413AndNoWholeRequestUpstream()
    {
        using var rig = new ProxyRig(Models.Of(
            Models.Plain("o"), static route => route with { Methods = MethodSet.All }, limits: new LimitModel { BodyBytes = 5 }));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        Assert.Equal("", client.Received);
        client.Send("1\r\n!\r\n0\r\n\r\n");
        rig.Run();

        Refusals.AssertIs(413, "body-too-large", client.Received);
        Assert.False(rig.Origin.IsOpen);
        Assert.DoesNotContain("!", rig.Origin.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", rig.Origin.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("3\r\nabcX")]
    public void MF13_BodyThatGoesWrongUnderAnAnswer_IsNotReadAsARequest(string rest)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        rig.Origin.Send("HTTP/1.1 200 OK\r\n");
        rig.Run();
        client.Send(rest + "GET /smug HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();
        rig.Origin.Send("Content-Length: 2\r\n\r\nok");
        rig.Run();

        Assert.Contains("\r\nConnection: close\r\n", client.Received, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nok", client.Received, StringComparison.Ordinal);
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        Assert.DoesNotContain("smug", rig.Origin.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.Single(rig.Origins);
        Assert.False(rig.Origin.IsOpen);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void CN08_EarlyAnswerThenReset_TheAnswerArrives()
    {
        using var rig = new ProxyRig(Models.Named("unsigned")) { OriginCapacity = 1000, OriginsRead = false };
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n");
        client.Send(new byte[100_000]);
        rig.Run();
        rig.Origin.Send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        rig.Run();
        client.Send(new byte[100_000]);
        rig.Run();

        Assert.StartsWith("HTTP/1.1 413 ", client.Received, StringComparison.Ordinal);
        Assert.EndsWith("no", client.Received, StringComparison.Ordinal);
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void CN10_RefusalOfAnUpload_IsNotLostInAReset()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("POST /o HTTP/1.1\r\nHost: h\r\nContent-Length: abc\r\n\r\n");
        for (int i = 0; i < 8; i++)
        {
            client.Send(new byte[100_000]);
            rig.Run();
        }

        Refusals.AssertIs(400, "bad-content-length", client.Received);
        Assert.Equal(IoStatus.EndOfStream, client.Ended);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void LargeBodiesBothWays_ArriveByteForByte()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        byte[] body = new byte[3_000_000];
        new Random(1).NextBytes(body);
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n");
        client.Send(body);
        rig.Run();
        string text = System.Text.Encoding.Latin1.GetString(body);
        Assert.EndsWith("\r\n\r\n" + text, rig.Origin.Received, StringComparison.Ordinal);

        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n").Send(body);
        rig.Run();

        Assert.EndsWith("\r\n\r\n" + text, client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RL14_RL15_TargetsAndHeadsBeyondTheLimit()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        Refusals.AssertIs(414, "target-too-long", rig.Send($"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: h\r\n\r\n").Received);
        Refusals.AssertIs(431, "head-too-large", rig.Send($"GET / HTTP/1.1\r\nHost: h\r\nX: {new string('x', 200_000)}\r\n\r\n").Received);
        Refusals.AssertIs(
            431, "too-many-fields", rig.Send($"GET / HTTP/1.1\r\nHost: h\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", 2000))}\r\n").Received);

        Assert.Empty(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ST02_OwnAnswerToHead_HasNoBody()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.End();
        rig.Run();

        Refusals.AssertIs(502, "no-response", client.Received, toHead: true);
        rig.AssertNothingLeaks();
    }
}
