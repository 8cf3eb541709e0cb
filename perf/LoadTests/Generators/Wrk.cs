using System.Globalization;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Generators;

/// <summary>Closed load by wrk, one thread.</summary>
internal static class Wrk
{
    private const string Mark = "LOAD";

    /// <param name="workspace">The run.</param>
    /// <param name="scenario">The work.</param>
    /// <param name="port">The candidate's.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="observer">A command that runs another, such as <c>perf stat</c>; empty for none.</param>
    public static LoadResult Run(Workspace workspace, Scenario scenario, int port, int seconds, params string[] observer)
    {
        string body = scenario.Method == "PUT" ? $"wrk.method = 'PUT'\nwrk.body = string.rep('x', {scenario.Size.Bytes})\n" : "";
        string script = workspace.Write("wrk.lua", body + $$"""
            function done(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("{{Mark}} %d %d %d %f %f %f\n", summary.requests, summary.duration,
                e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
            end
            """);
        string[] command =
        [
            .. observer, "wrk", "-t", "1", "-c", Text(scenario.Connections), "-d", $"{seconds}s", "--timeout", "10s", "-s", script,
            $"http://127.0.0.1:{port}{scenario.Path}",
        ];
        string output = Child.Run(workspace.Cores.Generator, command[0], command[1..], seconds + 30);
        string line = output.Split('\n').FirstOrDefault(static line => line.StartsWith(Mark, StringComparison.Ordinal))
            ?? throw new LoadTestException("wrk gave no result:\n" + output);
        double[] values = [.. line.Split(' ').Skip(1).Select(static value => double.Parse(value, CultureInfo.InvariantCulture))];
        return new LoadResult((long)values[0], values[1] / 1e6, (long)values[2], values[3], values[4], values[5]);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
