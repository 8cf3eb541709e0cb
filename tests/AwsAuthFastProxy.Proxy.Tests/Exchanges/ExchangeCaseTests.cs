using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Tests.Exchanges;

/// <summary>Wire text in, wire text to the upstream, wire text back: each case whole, cut in two everywhere on either side, and byte by byte.</summary>
public class ExchangeCaseTests
{
    private static readonly IReadOnlyDictionary<string, ExchangeCase> s_cases = ExchangeCase.ReadAll();

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Exchange_IsTheSameUnderEveryFragmentation(string name)
    {
        ExchangeCase exchange = s_cases[name];
        using var rig = new ProxyRig(Models.Named(exchange.Config));
        foreach ((Fragmentation client, Fragmentation upstream) in Fragmentations(exchange))
        {
            try
            {
                Play(rig, exchange, client, upstream);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new Xunit.Sdk.XunitException($"client {client}, upstream {upstream}: {e.Message}", e);
            }
        }

        rig.AssertNothingLeaks();
    }

    private static IEnumerable<(Fragmentation Client, Fragmentation Upstream)> Fragmentations(ExchangeCase exchange)
    {
        yield return (Fragmentation.Whole, Fragmentation.Whole);
        yield return (Fragmentation.EveryByte, Fragmentation.Whole);
        yield return (Fragmentation.Whole, Fragmentation.EveryByte);
        yield return (Fragmentation.EveryByte, Fragmentation.EveryByte);
        for (int i = 1; i < exchange.ClientLength; i++)
        {
            yield return (Fragmentation.At(i), Fragmentation.Whole);
        }

        for (int i = 1; i < exchange.UpstreamLength; i++)
        {
            yield return (Fragmentation.Whole, Fragmentation.At(i));
        }
    }

    private static void Play(ProxyRig rig, ExchangeCase exchange, Fragmentation clientCut, Fragmentation upstreamCut)
    {
        var upstream = new ScriptedUpstream(exchange, rig.Origins, rig.Origins.Count, upstreamCut);
        rig.React = upstream.React;
        WireEnd client = rig.Connect();
        int sent = 0;
        foreach (ClientStage stage in exchange.Client)
        {
            client.Take();
            client.Send(WireText.Bytes(stage.Sent), clientCut.ByByte ? clientCut : Fragmentation.At(Math.Max(0, clientCut.SplitAt - sent)));
            sent += stage.Sent.Length;
            if (exchange.ClientEnds && sent == exchange.ClientLength)
            {
                client.End();
            }

            rig.Run();
            string heard = WireText.MergeChunks(client.Received);
            if (exchange.Refusal is { } refusal && ReferenceEquals(stage, exchange.Client[^1]))
            {
                Assert.StartsWith(stage.Heard, heard, StringComparison.Ordinal);
                Refusals.AssertIs(refusal.Status, refusal.Reason, heard[stage.Heard.Length..]);
            }
            else
            {
                Assert.Equal(stage.Heard, heard);
            }
        }

        upstream.AssertDone();
        Assert.Equal(exchange.IsClosed, client.Ended != IoStatus.Ok);
        Assert.All(rig.Log.Lines, static line => Assert.True(line.Level < LogLevel.Error, line.Text));
        if (!exchange.UpstreamFails)
        {
            // A client's mistakes are no news.
            Assert.Empty(rig.Log.Loud);
        }

        client.Close();
        rig.React = null;
        foreach (WireEnd origin in rig.Origins)
        {
            origin.Close();
        }

        rig.Run();
        rig.Log.Lines.Clear();
    }
}
