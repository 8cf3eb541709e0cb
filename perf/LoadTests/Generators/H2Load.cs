using System.Globalization;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Generators;

/// <summary>Open load by h2load: HTTP/1.1 at a constant rate, spread over the connections. Latencies are its log's, one line for each request.</summary>
internal static class H2Load
{
    private const double WarmUp = 1;

    /// <param name="workspace">The run.</param>
    /// <param name="scenario">The work.</param>
    /// <param name="port">The candidate's.</param>
    /// <param name="seconds">Time measured, after a second of warming up.</param>
    /// <param name="rate">Requests a second over all connections.</param>
    public static LoadResult Run(Workspace workspace, Scenario scenario, int port, double seconds, double rate)
    {
        string log = workspace.PathOf("h2load.log");
        File.Delete(log);
        string[] arguments =
        [
            "--h1", "-t", "1", "-c", Text(scenario.Connections), "-D", Text(seconds), "--warm-up-time", Text(WarmUp),
            "--rps", Text(rate / scenario.Connections), "--log-file", log, $"http://127.0.0.1:{port}{scenario.Path}",
        ];
        string output = Child.Run(workspace.Cores.Generator, "h2load", arguments, (int)seconds + 30);
        return Read(log, seconds, output);
    }

    private static LoadResult Read(string log, double seconds, string output)
    {
        var latencies = new List<int>();
        long errors = 0;
        foreach (string line in File.ReadLines(log))
        {
            string[] columns = line.Split('\t');
            if (columns[1] is "200" or "204" or "206")
            {
                latencies.Add(int.Parse(columns[2], CultureInfo.InvariantCulture));
            }
            else
            {
                errors++;
            }
        }

        if (latencies.Count == 0)
        {
            throw new LoadTestException("h2load gave no result:\n" + output);
        }

        latencies.Sort();
        return new LoadResult(latencies.Count, seconds, errors, At(latencies, 0.5), At(latencies, 0.99), At(latencies, 0.999))
        {
            Served = latencies.Count * (seconds + WarmUp) / seconds,
        };
    }

    private static double At(List<int> sorted, double part) => sorted[(int)Math.Min(sorted.Count - 1, part * sorted.Count)];

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
