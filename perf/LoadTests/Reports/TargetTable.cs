using System.Text;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Idle;
using AwsAuthFastProxy.LoadTests.Pauses;
using AwsAuthFastProxy.LoadTests.Runs;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>What the project wants to hold, and whether it did in this run.</summary>
internal static class TargetTable
{
    private const double ResidentMiB = 45;
    private const double ReadyMilliseconds = 200;
    private const double ClientBytes = 2048;
    private const double PauseMilliseconds = 1;

    // The kernel chooses by a hash: of 10,000 connections the busier of two loops gets 51 % if the hash is good.
    private const double BusierShare = 0.55;

    public static void Append(StringBuilder text, Report report)
    {
        Target[] targets = [.. report.Results.SelectMany(OfScenario), .. OfPauses(report.Pauses), .. OfIdle(report.Idle)];
        if (targets.Length == 0)
        {
            return;
        }

        text.AppendLine("## Targets").AppendLine();
        text.AppendLine("| scenario | what | against | is | wanted | |").AppendLine("|---|---|---|---|---|---|");
        foreach (Target target in targets)
        {
            string verdict = target.Reached ? "reached" : "**missed**";
            text.AppendLine($"| {target.Scenario} | {target.What} | {target.Against} | {target.Is} | {target.Wanted} | {verdict} |");
        }

        text.AppendLine();
    }

    /// <summary>The targets of one scenario that could be looked at.</summary>
    public static IEnumerable<Target> OfScenario(ScenarioResult result)
    {
        foreach (Threshold threshold in result.Scenario.Thresholds)
        {
            if (result.Ratio(threshold.Measure, threshold.Candidate, threshold.Against) is { } ratio)
            {
                yield return new Target(
                    result.Scenario.Name,
                    $"{Words(threshold.Measure)} of {threshold.Candidate.Title()}",
                    threshold.Against.Title(),
                    Figure.Ratio(ratio),
                    (threshold.IsFloor ? "≥ " : "≤ ") + Figure.Text(threshold.Bound, "0.00"),
                    threshold.Holds(ratio.Median));
            }
        }
    }

    private static IEnumerable<Target> OfPauses(PauseResult? pauses)
    {
        if (pauses is not null)
        {
            yield return new Target(
                "pauses",
                $"longest pause by the collector in {pauses.Seconds} s of open load, ms",
                "",
                $"{Figure.Text(pauses.Collector.Longest, "0.00")} ({pauses.Collector.Count} pauses)",
                $"≤ {PauseMilliseconds}",
                pauses.Collector.Longest <= PauseMilliseconds);
        }
    }

    private static IEnumerable<Target> OfIdle(IdleResult? idle)
    {
        if (idle is null)
        {
            yield break;
        }

        IdleStart start = idle.Starts[0];
        yield return new Target(
            "idle",
            $"resident memory of {start.Name}, MiB",
            "",
            Figure.Range(start.ResidentMiB, Figure.Mebibytes),
            $"≤ {ResidentMiB}",
            start.ResidentMiB.Median <= ResidentMiB);
        yield return new Target(
            "idle",
            $"{start.Name}: from exec until a connect succeeds, ms",
            "",
            Figure.Range(start.ReadyMilliseconds, Figure.Whole),
            $"≤ {ReadyMilliseconds}",
            start.ReadyMilliseconds.Median <= ReadyMilliseconds);
        yield return new Target(
            "idle",
            $"resident memory for each of {Figure.Whole(idle.Clients)} idle clients, bytes",
            "",
            Figure.Whole(idle.BytesPerClient),
            "≤ " + Figure.Whole(ClientBytes),
            idle.BytesPerClient <= ClientBytes);
        yield return new Target(
            "idle",
            $"share of the busier of two workers, of {Figure.Whole(idle.Clients)} connections",
            "",
            Figure.Text(idle.WorkerShareOfMany, "0.000"),
            "≤ " + Figure.Text(BusierShare, "0.00"),
            idle.WorkerShareOfMany <= BusierShare);
    }

    private static string Words(Measure measure) => measure switch
    {
        Measure.Cpu => "CPU per request",
        Measure.Rate => "requests/s",
        Measure.P50 => "p50 latency",
        Measure.P99 => "p99 latency",
        _ => "p99.9 latency",
    };
}
