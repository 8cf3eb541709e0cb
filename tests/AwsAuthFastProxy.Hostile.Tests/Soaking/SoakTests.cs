using System.Diagnostics;
using System.Globalization;
using System.Net;
using AwsAuthFastProxy.Hostile.Tests.CrossTalk;
using Xunit.Abstractions;

namespace AwsAuthFastProxy.Hostile.Tests.Soaking;

/// <summary>
/// The executable for a long time: clients, uploads, resets, reloads, changes of key and restarts of upstreams mixed. No wrong byte, no
/// connection or block left over, memory that does not grow.
/// </summary>
public class SoakTests(ITestOutputHelper output)
{
    private const int Clients = 64;
    private const int ObjectClients = 8;

    // Of resident memory, between the second and the last third: what the collector may keep for itself.
    private const double MostGrowth = 1.10;
    private const long MostGrowthKiB = 8 * 1024;

    [SkippableFact]
    public async Task Soak_NothingWrongNothingLeftNothingGrows()
    {
        Skip.IfNot(Soak.IsOn, "takes minutes: AAFP_SOAK=1, and AAFP_SOAK_SECONDS=600 for ten of them");
        await using var site = new SoakSite();
        using var proxy = new ProxyProcess(site.Config);
        IPEndPoint endPoint = await proxy.ListeningAsync();
        int socketsAtRest = proxy.Sockets;
        var tally = new LoadTally();
        var objects = new LoadTally();
        long began = Stopwatch.GetTimestamp();
        bool IsOver() => Stopwatch.GetElapsedTime(began) > Soak.Time || !proxy.IsRunning;
        Task[] clients =
        [
            .. Enumerable.Range(0, Clients).Select(id => new LoadClient(id, endPoint, tally, faultsPerMille: 50, "/f").RunAsync(IsOver)),
            .. Enumerable.Range(0, ObjectClients).Select(id => new ObjectClient(id, endPoint, objects).RunAsync(IsOver)),
        ];
        List<long> resident = await DisturbAsync(site, proxy, IsOver);
        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromMinutes(2));
        long second = resident[(resident.Count / 3)..(resident.Count * 2 / 3)].Max();
        long last = resident[(resident.Count * 2 / 3)..].Max();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Soak.Time.TotalSeconds} s; misbehaving upstream: {tally}; S3: {objects}, {site.Verified} signatures by {site.Keys.Count} keys; resident {second} then {last} KiB"));

        Assert.True(proxy.IsRunning, proxy.Log);
        Assert.True(tally.Wrong is null, tally.Wrong);
        Assert.True(objects.Wrong is null, objects.Wrong);
        Assert.True(site.Faulty.Wrong is null, site.Faulty.Wrong);
        Assert.Empty(site.Wrong);
        Assert.Equal(2, site.Keys.Count);
        Assert.True(tally.Whole > 1000 && objects.Whole > 100 && tally.Refused > 0 && tally.Cut > 0, $"{tally}; {objects}");
        Assert.True(last <= Math.Max(second * MostGrowth, second + MostGrowthKiB), $"resident memory grows: {string.Join(' ', resident)}");

        // Nobody is left: neither is anything of theirs.
        site.Faulty.Dispose();
        await site.RestartS3Async();
        await RestAsync(proxy, socketsAtRest);
        Assert.Equal("", proxy.Errors);
    }

    /// <summary>Changes keys, reloads and restarts upstreams until it is over; notes the resident memory each second.</summary>
    private static async Task<List<long>> DisturbAsync(SoakSite site, ProxyProcess proxy, Func<bool> isOver)
    {
        var resident = new List<long>();
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (int i = 1; !isOver() && await second.WaitForNextTickAsync(); i++)
        {
            resident.Add(proxy.Resident);
            if (i % 5 == 0)
            {
                site.ChangeKey();
                proxy.Reload();
            }

            if (i % 7 == 0)
            {
                site.Faulty.Restart();
            }

            if (i % 11 == 0)
            {
                await site.RestartS3Async();
            }
        }

        return resident;
    }

    private static async Task RestAsync(ProxyProcess proxy, int socketsAtRest)
    {
        // Kept connections are let go of after their time, and no sooner where the other side stays.
        long began = Stopwatch.GetTimestamp();
        double left;
        do
        {
            left = await proxy.GaugeAsync("aafp_client_connections") + await proxy.GaugeAsync("aafp_upstream_connections") + await proxy.GaugeAsync("aafp_buffers_in_use");
        }
        while (left > 0 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60));

        Assert.Equal(0, left);

        // The connection for the metrics is one.
        Assert.InRange(proxy.Sockets, 1, socketsAtRest + 1);
    }
}
