using AwsAuthFastProxy.Hostile.Tests.Sockets;
using AwsAuthFastProxy.Proxy.Tests.Exchanges;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>The cases of tests/cases/proxy by raw bytes on real sockets, through the engine for Linux: whole, and each byte a segment of its own.</summary>
public class ExchangeRowTests
{
    private static readonly IReadOnlyDictionary<string, ExchangeCase> s_cases = ExchangeCase.ReadAll();

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [RowTheory]
    [MemberData(nameof(Names))]
    public async Task Exchange_IsTheSameInEverySegmentation(string name)
    {
        ExchangeCase exchange = s_cases[name];
        using var upstream = new SocketUpstream(static (_, _) => Task.CompletedTask);
        using var rig = new SocketRig(Models.Named(exchange.Config, "127.0.0.1", "127.0.0.1", upstream.Port));
        upstream.Start(rig);
        (Fragmentation, Fragmentation)[] cuts =
        [
            (Fragmentation.Whole, Fragmentation.Whole),
            (Fragmentation.EveryByte, Fragmentation.Whole),
            (Fragmentation.Whole, Fragmentation.EveryByte),
        ];
        foreach ((Fragmentation client, Fragmentation answer) in cuts)
        {
            try
            {
                await PlayAsync(rig, upstream, exchange, client, answer);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new Xunit.Sdk.XunitException($"client {client}, upstream {answer}: {e.Message}", e);
            }
        }

        await upstream.EndAsync();
        await rig.AssertNothingLeaksAsync();
    }

    private static async Task PlayAsync(
        SocketRig rig, SocketUpstream upstream, ExchangeCase exchange, Fragmentation clientCut, Fragmentation upstreamCut)
    {
        long dials = rig.Counters.Dials;
        var script = new ScriptedSocket(exchange, upstream.Port, upstreamCut);
        upstream.Change(script.ServeAsync);
        using RawClient client = await rig.ConnectAsync();
        var conversation = new ClientScript(exchange, client, clientCut, script);
        await conversation.RunAsync();
        client.Dispose();
        await rig.UntilAsync(() => rig.Counters.Clients == 0, "the client's connection");

        // What the proxy has not begun by now it will never do.
        Assert.Equal(exchange.Upstream.Count, rig.Counters.Dials - dials);
        await upstream.ForgetAsync(exchange.Upstream.Count);
        await rig.UntilAsync(() => rig.Counters.UpstreamConnections == 0, "the upstream's connections");
        script.AssertDone();
    }
}
