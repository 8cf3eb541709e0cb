using System.Globalization;
using AwsAuthFastProxy.Hostile.Tests.Soaking;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using Xunit.Abstractions;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>
/// Poisoned pools and cross-talk: 256 clients at once over connections that all share, with faults on both sides. Every byte a client
/// hears is its own object's, or its connection ends. A million requests with AAFP_SOAK=1, some thousands else.
/// </summary>
public class CrossTalkTests(ITestOutputHelper output)
{
    private const int Clients = 256;
    private const int FaultsPerMille = 50;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task ClientsAndUpstreamsThatFail_NobodyHearsAnothersBytes()
    {
        long requests = Soak.IsOn ? 1_000_000 : 10_000;
        using var origin = new FaultyOrigin(FaultsPerMille);
        var log = new LoudLines();
        ProxyModel model = Models.Of(
            Models.Plain("127.0.0.1", origin.Port), static route => route with { Methods = MethodSet.All });
        using var server = new ProxyServer(model, workers: 2, "epoll", log);
        server.Start();
        var tally = new LoadTally();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(id =>
            new LoadClient(id, server.EndPoints[0], tally, FaultsPerMille).RunAsync(() => tally.Total >= requests))).WaitAsync(s_patience);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tally}; {origin.Requests} upstream, {origin.Faults} faults; {log.Warnings} warnings"));

        Assert.True(tally.Wrong is null, tally.Wrong);
        Assert.True(origin.Wrong is null, origin.Wrong);
        Assert.Empty(log.Errors);
        Assert.True(tally.Whole > requests / 2, tally.ToString());
        Assert.True(tally.Refused > 0 && tally.Cut > 0 && origin.Faults > requests / 50, "faults have happened");

        await Soak.UntilAsync(() => server.Counters.Sum(static counters => counters.Clients) == 0, "all clients' connections are gone");
        origin.Dispose();
        await Soak.UntilAsync(() => server.Counters.Sum(static counters => counters.UpstreamConnections) == 0, "all upstream connections are gone");
        await Soak.UntilAsync(() => server.Loops.Sum(static loop => loop.Buffers.Outstanding) == 0, "all blocks are back");
        Assert.Equal(0, server.Counters.Sum(static counters => counters.UpstreamIdle));
        Assert.False(server.Failed.IsCompleted);
    }
}
