using System.Diagnostics;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Idle;

/// <summary>Starts builds by turns, so that what else the machine does falls on all alike: how soon they are ready, and their memory then.</summary>
internal static class IdleStarts
{
    private const int Times = 7;
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    /// <summary>Starts each of <paramref name="builds"/> several times, with one worker and nobody asking.</summary>
    public static IReadOnlyList<IdleStart> Measure(Workspace workspace, Origin origin, IReadOnlyList<(string Name, string Executable)> builds)
    {
        var starts = Enumerable.Range(0, Times)
            .SelectMany(_ => builds.Select(build => (build.Name, Start: Once(workspace, origin, build.Executable))))
            .ToLookup(static one => one.Name, static one => one.Start);
        return [.. builds.Select(build => new IdleStart(
            build.Name,
            Spread.Of(starts[build.Name].Select(static start => start.ResidentMiB)),
            Spread.Of(starts[build.Name].Select(static start => start.ReadyMilliseconds))))];
    }

    private static (double ResidentMiB, double ReadyMilliseconds) Once(Workspace workspace, Origin origin, string executable)
    {
        long start = Stopwatch.GetTimestamp();
        using Child child = ProxyCandidate.Launch(workspace, origin, executable, ProxySetup.Plain, out int port);
        Ports.WaitFor(port, child);
        TimeSpan ready = Stopwatch.GetElapsedTime(start);
        Thread.Sleep(s_settled > ready ? s_settled - ready : TimeSpan.Zero);
        return (ProcessCost.Resident(child.Id) / 1024.0, ready.TotalMilliseconds);
    }
}
