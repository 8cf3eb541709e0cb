using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Gates;
using AwsAuthFastProxy.LoadTests.Idle;
using AwsAuthFastProxy.LoadTests.Pauses;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Profiling;
using AwsAuthFastProxy.LoadTests.Reports;
using AwsAuthFastProxy.LoadTests.Runs;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests;

/// <summary>A run from its options to its report; the exit status: 0, or 1 when a gate does not hold.</summary>
internal static class LoadRun
{
    public static int Execute(LoadOptions options)
    {
        LinuxProcess.RaiseDescriptorLimit();
        IReadOnlyList<Scenario> scenarios = Select(options);
        string executable = options.Executable ?? ProxyBuild.Build();
        Report report;
        using (var workspace = new Workspace(options.Cores))
        {
            try
            {
                report = Measure(workspace, options, executable, scenarios);
            }
            finally
            {
                // Before their directory goes.
                Children.EndAll();
            }
        }

        Write(report, options);
        return options.Gate && !Gate.Check(report) ? 1 : 0;
    }

    private static Report Measure(Workspace workspace, LoadOptions options, string executable, IReadOnlyList<Scenario> scenarios)
    {
        var report = new Report(Machine.Describe(options), [], [])
        {
            Idle = options.Idle ? IdleRun.Measure(workspace, IdleBuilds(options, executable)) : null,
            Pauses = options.Pauses ? PauseRun.Measure(workspace, executable, options.PauseSeconds) : null,
        };
        if (options.OnlyIdle)
        {
            return report;
        }

        Field field = Field.Start(workspace, options, executable, scenarios);
        var runner = new Runner(workspace, options, field);
        runner.WarmUp(scenarios);
        List<ScenarioResult> results = [.. scenarios.Select(runner.Run)];
        Children.EndAll();
        return report with
        {
            Candidates = field.Candidates,
            Results = results,
            Profiles = options.Profile ? ProfileRun.Measure(workspace, executable, ToProfile(options, results)) : [],
        };
    }

    /// <summary>What users install, beside the build that the other measurements are of; or the one file that was named.</summary>
    private static IReadOnlyList<(string Name, string Executable)> IdleBuilds(LoadOptions options, string executable) => options.Executable is not null
        ? [("this proxy", executable)]
        : [("this proxy, published", ProxyBuild.Publish()), ("this proxy, built", executable)];

    /// <summary>What was asked for by name; in a whole run, where a target was missed.</summary>
    private static IEnumerable<Scenario> ToProfile(LoadOptions options, IEnumerable<ScenarioResult> results) =>
        results.Where(result => !options.IsWhole || TargetTable.OfScenario(result).Any(static target => !target.Reached)).Select(static result => result.Scenario);

    private static void Write(Report report, LoadOptions options)
    {
        string output = options.Output
            ?? Path.Combine(Workspace.Repository, options.IsWhole ? "perf" : Path.Combine("artifacts", "perf"));
        Directory.CreateDirectory(output);
        string text = MarkdownReport.Write(report, output);
        Console.WriteLine();
        Console.WriteLine(text);
        Console.WriteLine($"Written to {Path.Combine(output, MarkdownReport.FileName)}.");
    }

    private static Scenario[] Select(LoadOptions options)
    {
        Scenario[] selected =
        [
            .. Catalog.All.Where(scenario => options.Scenarios.Count > 0
                ? options.Scenarios.Any(text => scenario.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                : !options.Quick || scenario.Quick)
                .Select(scenario => options.Quick ? scenario.ForQuick() : scenario)
                .Select(scenario => options.Against is not null ? scenario.WithOtherBuild() : scenario),
        ];
        return selected.Length > 0 ? selected : throw new LoadTestException("no scenario has such a name; see --list");
    }
}
