using System.Globalization;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Generators;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>Counts a candidate's system calls by <c>perf stat</c>, which slows it far less than a tracer does.</summary>
internal static class SystemCallCount
{
    private const string Event = "raw_syscalls:sys_enter";
    private const int Seconds = 1;

    /// <summary>System calls for each request; null where this system does not let us count.</summary>
    public static double? PerRequest(Workspace workspace, Scenario scenario, Candidate candidate)
    {
        string file = workspace.PathOf("calls");
        File.Delete(file);
        string process = candidate.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            LoadResult load = Wrk.Run(
                workspace, scenario, candidate.PortOf(scenario.Path), Seconds, "perf", "stat", "-x", ",", "-o", file, "-e", Event, "-p", process);
            string line = File.ReadLines(file).First(static line => line.Contains(Event, StringComparison.Ordinal));
            return double.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out double count) ? count / load.Served : null;
        }
        catch (LoadTestException e)
        {
            Console.WriteLine("System calls are not counted: " + e.Message);
            return null;
        }
    }
}
