using AwsAuthFastProxy.Hostile.Tests.Sockets;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>Rows about sizes, times and the proxy's own answers, on real sockets.</summary>
public class LimitRowTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task RL14_LongTarget_414() =>
        await RefusedAsync($"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: h\r\n\r\n", 414, "target-too-long");

    [Fact]
    public async Task RL15_LargeField_431() =>
        await RefusedAsync($"GET / HTTP/1.1\r\nHost: h\r\nX: {new string('x', 200_000)}\r\n\r\n", 431, "head-too-large");

    [Fact]
    public async Task RL15_ManyFields_431() => await RefusedAsync(
        $"GET / HTTP/1.1\r\nHost: h\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", 2000))}\r\n", 431, "too-many-fields");

    /// <summary>One long extension, and very many short ones: neither is read to its end.</summary>
    [Theory]
    [InlineData(true, "chunk-line-too-long")]
    [InlineData(false, "chunk-overhead")]
    public async Task MF15_MebibyteOfChunkExtensions_400(bool inOneLine, string reason)
    {
        using var upstream = new SocketUpstream(static (connection, _) => connection.ReadToEndAsync());
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync("PUT /o HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        await rig.UntilAsync(() => upstream.Connections.Any(static one => one.Received.Contains("abc", StringComparison.Ordinal)), "the first chunk upstream");
        await client.SendAsync(inOneLine ? $"1;x={new string('x', 1 << 20)}" : string.Concat(Enumerable.Repeat("1;x=yyyyyyyyyyyyyyyyyyyyyyyyyyy\r\na\r\n", 1 << 15)));
        Refusals.AssertIs(400, reason, await client.ReadToEndAsync());

        client.Dispose();
        await rig.UntilAsync(() => upstream.Connections[0].IsEnded, "the end of the request upstream");
        await upstream.EndAsync();
        Assert.DoesNotContain("\r\n0\r\n", upstream.Connections[0].Received, StringComparison.Ordinal);
        Assert.DoesNotContain("yyy", upstream.Connections[0].Received, StringComparison.Ordinal);
        await rig.AssertNothingLeaksAsync();
    }

    [Fact]
    public async Task RF12_ResponseHeadWithoutEnd_502()
    {
        using var upstream = new SocketUpstream(static async (connection, _) =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 100 && !connection.IsEnded; i++)
            {
                await connection.SendAsync($"X{i}: {new string('x', 10_000)}\r\n");
            }
        });
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        Refusals.AssertIs(502, "bad-response", await AnswerAsync(client));
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task ST02_OwnAnswerToHead_HasNoBody()
    {
        using var upstream = new SocketUpstream(static async (connection, _) =>
        {
            await connection.ReadHeadAsync();
            connection.End();
        });
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Refusals.AssertIs(502, "no-response", await client.ReadToEndAsync(), toHead: true);
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task ST03_UpstreamThatRefusesConnections_502()
    {
        using var upstream = new SocketUpstream(static (_, _) => Task.CompletedTask);
        using SocketRig rig = Rig(upstream);
        upstream.StopListening();
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        Refusals.AssertIs(502, "connect-failed", await AnswerAsync(client));
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task TO01_SlowRequestHead_408()
    {
        using var upstream = new SocketUpstream(static (_, _) => Task.CompletedTask);
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync("GET /a HTTP/1.1\r\n");
        for (int second = 0; second < 9; second++)
        {
            await client.SendAsync("X");
            await rig.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, rig.Counters.Clients);
        await rig.AdvanceAsync(TimeSpan.FromSeconds(2));
        Refusals.AssertIs(408, "request-timeout", await client.ReadToEndAsync());
        Assert.Equal(0, rig.Counters.Dials);
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task TO02_SilentUpstream_504()
    {
        using var upstream = new SocketUpstream(static (_, _) => Task.CompletedTask);
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        await rig.UntilAsync(() => upstream.Connections is [var connection] && connection.Received.Length > 0, "the request");
        await rig.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Equal(0, rig.Counters.Failed);
        await rig.AdvanceAsync(TimeSpan.FromSeconds(2));
        Refusals.AssertIs(504, "response-timed-out", await AnswerAsync(client));
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task TO03_IdleClient_IsClosedWithoutAWord()
    {
        using SocketUpstream upstream = SocketUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        string heard = await client.ReadUntilAsync(static text => text.EndsWith("ok", StringComparison.Ordinal));
        await rig.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(1, rig.Counters.Clients);
        await rig.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(heard, await client.ReadToEndAsync());
        await EndAsync(rig, upstream, client);
    }

    private static async Task RefusedAsync(string request, int status, string reason)
    {
        using var upstream = new SocketUpstream(static (_, _) => Task.CompletedTask);
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(request);
        Refusals.AssertIs(status, reason, await client.ReadToEndAsync());
        Assert.Equal(0, rig.Counters.Dials);
        await EndAsync(rig, upstream, client);
    }

    private static Task<string> AnswerAsync(RawClient client) =>
        client.ReadUntilAsync(static text => text.EndsWith("</Error>", StringComparison.Ordinal));

    private static SocketRig Rig(SocketUpstream upstream)
    {
        var rig = new SocketRig(Models.Named("unsigned", "127.0.0.1", "127.0.0.1", upstream.Port));
        upstream.Start(rig);
        return rig;
    }

    private static async Task EndAsync(SocketRig rig, SocketUpstream upstream, RawClient client)
    {
        client.Dispose();
        await upstream.EndAsync();
        await rig.AssertNothingLeaksAsync();
    }
}
