using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Fuzz.Requests;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Fuzz.Exchanges;

/// <summary>
/// The whole proxy in memory between clients and an upstream that both may say and do anything: it comes to rest, holds nothing
/// afterwards, says only whole messages to the client and only well-formed, correctly signed requests to the upstream.
/// </summary>
internal sealed class ExchangeTarget : FuzzTarget
{
    private static readonly string[] s_configs = ["unsigned", "unsigned", "signed", "read", "write", "rewriting"];

    private readonly ProductReader _reader = new();

    public override string Name => "exchanges";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. Corpus.Exchanges, .. Corpus.Found("exchanges")];

    public override int MostBytes => 3000;

    public override long MostAllocated => 512 << 20;

    public override void Check(byte[] input)
    {
        Random choices = ChoicesOf(input);
        (byte[] said, List<byte[]> answers) = Split(input);
        string config = s_configs[choices.Next(s_configs.Length)];
        using var rig = new ProxyRig(Model(config, choices.Next(4) == 0)) { OriginCapacity = choices.Next(4) == 0 ? 700 : 1 << 20 };
        var upstream = new AnyUpstream(rig, answers, choices);
        rig.React = upstream.React;
        var play = new ClientPlay(rig, said, config, choices);
        play.Run();

        rig.React = null;
        rig.AssertNothingLeaks();
        Assert.DoesNotContain(rig.Log.Lines, static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
        List<ReadRequest> requests = _reader.Read(said);
        foreach (WireEnd client in play.Clients)
        {
            HeardCheck.AssertIsWellFormed(client.Received, requests);
        }

        int forwarded = rig.Origins.Sum(origin => ForwardedCheck.Count(Encoding.Latin1.GetBytes(origin.Received), config));
        Assert.True(forwarded <= rig.Counters.Requests + rig.Counters.Retries, $"{forwarded} requests went upstream, {rig.Counters.Requests} came");
    }

    /// <summary>The configuration of that name, now and then with one connection for all clients.</summary>
    internal static ProxyModel Model(string config, bool isNarrow)
    {
        ProxyModel model = Models.Named(config);
        return new ProxyModel
        {
            Listeners = model.Listeners,
            Upstreams = model.Upstreams,
            Servers = model.Servers,
            Routes = model.Routes,
            Limits = new LimitModel { ConnectionsPerUpstream = isNarrow ? 1 : 1024 },
        };
    }

    private static (byte[] Said, List<byte[]> Answers) Split(ReadOnlySpan<byte> input)
    {
        var parts = new List<byte[]>();
        foreach (Range range in Ranges(input))
        {
            parts.Add(input[range].ToArray());
        }

        return (parts[0], parts[1..]);
    }

    private static List<Range> Ranges(ReadOnlySpan<byte> input)
    {
        var ranges = new List<Range>();
        int start = 0;
        int found;
        while ((found = input[start..].IndexOf(Corpus.s_separator)) >= 0)
        {
            ranges.Add(start..(start + found));
            start += found + Corpus.s_separator.Length;
        }

        ranges.Add(start..input.Length);
        return ranges;
    }
}
