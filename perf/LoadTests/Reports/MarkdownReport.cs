using System.Text;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Idle;
using AwsAuthFastProxy.LoadTests.Runs;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>Writes the report: Markdown, and a chart for each scenario.</summary>
internal static class MarkdownReport
{
    public const string FileName = "RESULTS.md";

    private const string Charts = "charts";

    /// <summary>Writes the files into a directory; the report's text.</summary>
    public static string Write(Report report, string directory)
    {
        var text = new StringBuilder();
        text.AppendLine("# Results of the load tests").AppendLine();
        text.AppendLine("Written by `perf/LoadTests`; what the numbers mean stands in [README.md](README.md). Each cell: median of the rounds (least – most).");
        text.AppendLine("Ratios are taken round by round. This proxy signs every request; the peers sign nothing.").AppendLine();
        AppendMachine(text, report);
        TargetTable.Append(text, report);
        AppendOtherBuild(text, report.Results);
        foreach (ScenarioResult result in report.Results)
        {
            Directory.CreateDirectory(Path.Combine(directory, Charts));
            string chart = Path.Combine(Charts, result.Scenario.Name + ".svg");
            File.WriteAllText(Path.Combine(directory, chart), BarChart.Draw(result));
            AppendScenario(text, result, chart);
        }

        if (report.Idle is { } idle)
        {
            AppendIdle(text, idle);
        }

        PauseTable.Append(text, report.Pauses);
        ProfileTable.Append(text, report.Profiles);
        File.WriteAllText(Path.Combine(directory, FileName), text.ToString());
        return text.ToString();
    }

    private static void AppendMachine(StringBuilder text, Report report)
    {
        text.AppendLine("| | |").AppendLine("|---|---|");
        foreach ((string name, string value) in report.Machine)
        {
            text.AppendLine($"| {name} | {value} |");
        }

        foreach (Candidate candidate in report.Candidates)
        {
            text.AppendLine($"| {candidate.Kind.Title()} | {candidate.Banner} |");
        }

        text.AppendLine();
    }

    private static void AppendOtherBuild(StringBuilder text, IReadOnlyList<ScenarioResult> results)
    {
        if (!results.Any(static result => result.Candidates.Contains(CandidateKind.OtherBuild)))
        {
            return;
        }

        text.AppendLine("## This build against the other").AppendLine();
        text.AppendLine("| scenario | CPU per request, µs | the other's | ratio | ranges | requests/s, ratio | p99, ratio |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (ScenarioResult result in results)
        {
            Spread one = result.Spread(CandidateKind.Proxy, static measurement => measurement.CpuMicroseconds);
            Spread other = result.Spread(CandidateKind.OtherBuild, static measurement => measurement.CpuMicroseconds);
            string ranges = one.Most < other.Least || other.Most < one.Least ? "disjoint" : "overlap: nothing is shown";
            string Ratio(Measure measure) => Figure.Ratio(result.Ratio(measure, CandidateKind.Proxy, CandidateKind.OtherBuild));
            text.AppendLine(
                $"| {result.Scenario.Name} | {Figure.Range(one, Figure.Microseconds)} | {Figure.Range(other, Figure.Microseconds)} | {Ratio(Measure.Cpu)} | {ranges} | {Ratio(Measure.Rate)} | {Ratio(Measure.P99)} |");
        }

        text.AppendLine();
    }

    private static void AppendScenario(StringBuilder text, ScenarioResult result, string chart)
    {
        text.AppendLine($"## {result.Scenario.Title}").AppendLine();
        if (result.Rate > 0)
        {
            text.AppendLine($"{Figure.Whole(result.Rate)} requests a second.").AppendLine();
        }

        text.AppendLine($"![CPU time per request]({chart})").AppendLine();
        text.AppendLine("| | CPU per request, µs | against nginx | against the floor | kernel's part | requests/s | p50 ms | p99 ms | p99.9 ms | RSS MiB | busy | context switches per request | system calls per request |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (CandidateKind kind in result.Candidates)
        {
            string[] cells =
            [
                kind.Title(),
                Figure.Range(result.Spread(kind, static one => one.CpuMicroseconds), Figure.Microseconds),
                Figure.Ratio(result.Ratio(Measure.Cpu, kind, CandidateKind.Nginx)),
                Figure.Ratio(result.Ratio(Measure.Cpu, kind, result.Scenario.Tls ? CandidateKind.FloorTls : CandidateKind.Floor)),
                Figure.Text(100 * result.Spread(kind, static one => one.SystemShare).Median, "0") + " %",
                Figure.Range(result.Spread(kind, static one => one.Load.Rate), Figure.Whole),
                Figure.Range(result.Spread(kind, static one => one.Load.P50), Figure.Milliseconds),
                Figure.Range(result.Spread(kind, static one => one.Load.P99), Figure.Milliseconds),
                Figure.Range(result.Spread(kind, static one => one.Load.P999), Figure.Milliseconds),
                Figure.Mebibytes(result.Spread(kind, static one => one.Cost.ResidentKiB / 1024.0).Median),
                Figure.Text(100 * result.Spread(kind, static one => one.Busy).Median, "0") + " %",
                Figure.Text(result.Spread(kind, static one => one.Switches).Median, "0.000"),
                result.SystemCalls.TryGetValue(kind, out double calls) ? Figure.Text(calls, "0.00") : "–",
            ];
            text.AppendLine($"| {string.Join(" | ", cells)} |");
        }

        text.AppendLine();
    }

    private static void AppendIdle(StringBuilder text, IdleResult idle)
    {
        text.AppendLine("## The idle process").AppendLine();
        text.AppendLine("| just started | resident memory, MiB | from exec until a connect succeeds, ms |").AppendLine("|---|---|---|");
        foreach (IdleStart start in idle.Starts)
        {
            text.AppendLine($"| {start.Name} | {Figure.Range(start.ResidentMiB, Figure.Mebibytes)} | {Figure.Range(start.ReadyMilliseconds, Figure.Whole)} |");
        }

        text.AppendLine($"| nginx's worker | {Figure.Mebibytes(idle.NginxResidentKiB / 1024.0)} | – |").AppendLine();
        text.AppendLine($"| with clients | {idle.Starts[0].Name} | nginx |").AppendLine("|---|---|---|");
        text.AppendLine(
            $"| resident memory for each of {Figure.Whole(idle.Clients)} idle clients that have sent a request, bytes | {Figure.Whole(idle.BytesPerClient)} | {Figure.Whole(idle.NginxBytesPerClient)} |");
        text.AppendLine($"| two workers, {IdleRun.FewClients} connections: share of the busier, over several times | {Figure.Ratio(idle.WorkerShareOfFew)} | – |");
        text.AppendLine($"| two workers, {Figure.Whole(idle.Clients)} connections: share of the busier | {Figure.Text(idle.WorkerShareOfMany, "0.000")} | – |");
        text.AppendLine();
    }
}
