using AwsAuthFastProxy.Hostile.Tests.Sockets;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>Rows about connections that a case file cannot tell, on real sockets.</summary>
public class ConnectionRowTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";

    [Fact]
    public async Task CN01_OneConnectionServesRequestAfterRequest()
    {
        using SocketUpstream upstream = Echo();
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        for (int i = 0; i < 50; i++)
        {
            int from = client.Heard.Length;
            await client.SendAsync($"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n");
            string heard = await client.ReadUntilAsync(text => text.EndsWith($"GET /{i} HTTP/1.1", StringComparison.Ordinal));
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", heard[from..], StringComparison.Ordinal);
        }

        Assert.Equal((1, 50, 1), (rig.Counters.Accepted, rig.Counters.Requests, rig.Counters.Dials));
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task CN05_StaleConnection_GetIsSentAgainOnce()
    {
        using var upstream = new SocketUpstream(ServeOneThenClose);
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        await client.ReadUntilAsync(static text => text.EndsWith("ok", StringComparison.Ordinal));
        await client.SendAsync(Get);
        string heard = await client.ReadUntilAsync(static text => text.Split("\r\n\r\nok").Length == 3);

        Assert.DoesNotContain("502", heard, StringComparison.Ordinal);
        Assert.Equal((2, 1, 0), (rig.Counters.Dials, rig.Counters.Retries, rig.Counters.Failed));
        await EndAsync(rig, upstream, client);
    }

    [Theory]
    [InlineData("POST /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")]
    public async Task CN06_StaleConnection_WhatCannotBeRepeatedIsNot(string request)
    {
        using var upstream = new SocketUpstream(ServeOneThenClose);
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        string first = await client.ReadUntilAsync(static text => text.EndsWith("ok", StringComparison.Ordinal));
        await client.SendAsync(request);
        string heard = await client.ReadUntilAsync(static text => text.EndsWith("</Error>", StringComparison.Ordinal));

        Refusals.AssertIs(502, "no-response", heard[first.Length..]);
        Assert.Equal((1, 0), (rig.Counters.Dials, rig.Counters.Retries));
        await EndAsync(rig, upstream, client);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task CN07_FreshConnection_NothingIsSentTwice(string method)
    {
        using var upstream = new SocketUpstream(static async (connection, _) =>
        {
            await connection.ReadHeadAsync();
            connection.End();
        });
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync($"{method} /a HTTP/1.1\r\nHost: h\r\n\r\n");
        string heard = await client.ReadUntilAsync(static text => text.EndsWith("</Error>", StringComparison.Ordinal));

        Refusals.AssertIs(502, "no-response", heard);
        Assert.Equal((1, 0), (rig.Counters.Dials, rig.Counters.Retries));
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task CN08_EarlyAnswerToALargeUpload_Arrives()
    {
        using var upstream = new SocketUpstream(static async (connection, _) =>
        {
            await connection.ReadUntilAsync(static text => text.Length > 1000);
            await connection.SendAsync("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
            connection.Dispose();
        });
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n");
        for (int i = 0; i < 4; i++)
        {
            await client.SendAsync(new string('x', 100_000));
        }

        string heard = await client.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 413 ", heard, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nno", heard, StringComparison.Ordinal);
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task CN10_RefusalOfAnUpload_IsNotLostInAReset()
    {
        using SocketUpstream upstream = Echo();
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync("POST /o HTTP/1.1\r\nHost: h\r\nContent-Length: abc\r\n\r\n");
        for (int i = 0; i < 8; i++)
        {
            await client.SendAsync(new string('x', 100_000));
        }

        Refusals.AssertIs(400, "bad-content-length", await client.ReadToEndAsync());
        Assert.Equal(0, rig.Counters.Dials);
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task CN11_ClientThatLeaves_EndsTheUpstreamsWork()
    {
        var ended = new TaskCompletionSource();
        using var upstream = new SocketUpstream(async (connection, _) =>
        {
            await connection.ReadHeadAsync();
            await connection.ReadToEndAsync();
            ended.SetResult();
        });
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        await rig.UntilAsync(() => rig.Counters.Dials == 1, "the request");
        client.Reset();

        await ended.Task.WaitAsync(RawClient.Patience);
        Assert.Equal(0, rig.Counters.Failed);
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task CN13_CN14_InterleavedClientsShareConnectionsAndNothingElse()
    {
        using SocketUpstream upstream = Echo();
        using SocketRig rig = Rig(upstream);
        RawClient[] clients = [await rig.ConnectAsync(), await rig.ConnectAsync()];
        for (int round = 0; round < 50; round++)
        {
            for (int i = 0; i < clients.Length; i++)
            {
                await clients[i].SendAsync($"GET /{i}/{round} HTTP/1.1\r\nHost: h\r\n\r\n");
            }

            for (int i = 0; i < clients.Length; i++)
            {
                string heard = await clients[i].ReadUntilAsync(text => text.EndsWith($"GET /{i}/{round} HTTP/1.1", StringComparison.Ordinal));
                Assert.DoesNotContain($"GET /{1 - i}/", heard, StringComparison.Ordinal);
            }
        }

        Assert.InRange(rig.Counters.Dials, 1, 2);
        Assert.True(rig.Counters.Reused >= 98, "kept connections serve whoever comes");
        await EndAsync(rig, upstream, clients);
    }

    [Theory]
    [InlineData(Ok + Evil)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n" + Evil)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Evil)]
    public async Task RF09_BytesBehindAResponse_AreNobodysResponse(string answer)
    {
        using var upstream = new SocketUpstream(async (connection, number) =>
        {
            while (await connection.ReadHeadAsync() is not null)
            {
                await connection.SendAsync(number == 0 ? answer : Ok);
            }
        });
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get + Get);
        string heard = await client.ReadUntilAsync(static text => text.EndsWith("\r\n\r\nok", StringComparison.Ordinal) && text.Split("HTTP/1.1 20").Length == 3);

        Assert.DoesNotContain("evil", heard, StringComparison.Ordinal);
        Assert.Equal(2, rig.Counters.Dials);
        await EndAsync(rig, upstream, client);
    }

    [Fact]
    public async Task RF10_BytesOnAnIdleConnection_DiscardIt()
    {
        using var upstream = new SocketUpstream(static async (connection, number) =>
        {
            while (await connection.ReadHeadAsync() is not null)
            {
                await connection.SendAsync(Ok);
                if (number == 0)
                {
                    await connection.SendAsync(Evil);
                }
            }
        });
        using SocketRig rig = Rig(upstream);
        using RawClient client = await rig.ConnectAsync();
        await client.SendAsync(Get);
        await client.ReadUntilAsync(static text => text.EndsWith("ok", StringComparison.Ordinal));
        await rig.UntilAsync(() => rig.Counters.IdleBroken == 1, "the idle connection");
        await client.SendAsync(Get);
        string heard = await client.ReadUntilAsync(static text => text.Split("\r\n\r\nok").Length == 3);

        Assert.DoesNotContain("evil", heard, StringComparison.Ordinal);
        Assert.Equal(2, rig.Counters.Dials);
        await EndAsync(rig, upstream, client);
    }

    private static SocketUpstream Echo() => new(static async (connection, _) =>
    {
        while (await connection.ReadHeadAsync() is { } head)
        {
            string line = head.Split("\r\n")[0];
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {line.Length}\r\n\r\n{line}");
        }
    });

    /// <summary>The first connection serves one request and is closed when the second is there.</summary>
    private static async Task ServeOneThenClose(SocketUpstreamConnection connection, int number)
    {
        await connection.ReadHeadAsync();
        await connection.SendAsync(Ok);
        while (await connection.ReadHeadAsync() is not null)
        {
            if (number == 0)
            {
                connection.End();
                return;
            }

            await connection.SendAsync(Ok);
        }
    }

    private static SocketRig Rig(SocketUpstream upstream)
    {
        var rig = new SocketRig(Models.Named("unsigned", "127.0.0.1", "127.0.0.1", upstream.Port));
        upstream.Start(rig);
        return rig;
    }

    private static async Task EndAsync(SocketRig rig, SocketUpstream upstream, params RawClient[] clients)
    {
        foreach (RawClient client in clients)
        {
            client.Dispose();
        }

        await upstream.EndAsync();
        await rig.AssertNothingLeaksAsync();
    }
}
