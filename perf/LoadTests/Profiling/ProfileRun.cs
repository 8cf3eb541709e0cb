using System.Globalization;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Generators;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Runs;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Profiling;

/// <summary>
/// Samples this proxy by <c>perf record</c> under closed load, in a process of its own that tells perf the names of its compiled methods.
/// What it finds is not measured beside anybody.
/// </summary>
internal static class ProfileRun
{
    // No multiple of anything that ticks.
    private const string SamplesPerSecond = "1999";
    private const int ScenarioWarmSeconds = 2;
    private const int Seconds = 4;

    // Where perf looks for the names.
    private const string MapDirectory = "/tmp";

    /// <summary>Profiles closed scenarios; nothing where perf is missing or not allowed.</summary>
    public static IReadOnlyList<Profile> Measure(Workspace workspace, string executable, IEnumerable<Scenario> scenarios)
    {
        Scenario[] closed = [.. scenarios.Where(static scenario => scenario.Load == LoadSimulation.Closed)];
        var profiles = new List<Profile>();
        if (closed.Length == 0)
        {
            return profiles;
        }

        Origin origin = Origin.Start(workspace);
        ProxySetup setup = ProxySetup.Plain with
        {
            Variables = new Dictionary<string, string>
            {
                ["DOTNET_PerfMapEnabled"] = "3",
                // Else compiled code lies in a mapping that perf does not take for compiled code.
                ["DOTNET_EnableWriteXorExecute"] = "0",
                ["TMPDIR"] = MapDirectory,
            },
        };
        Candidate proxy = ProxyCandidate.Start(workspace, origin, executable, CandidateKind.Proxy, setup);
        try
        {
            foreach (bool isTls in closed.Select(static scenario => scenario.Tls).Distinct())
            {
                Warming.Run(workspace, proxy, isTls);
            }

            foreach (Scenario scenario in closed)
            {
                Wrk.Run(workspace, scenario, proxy.Port, ScenarioWarmSeconds);
                profiles.Add(Profile(workspace, proxy, scenario));
            }
        }
        catch (LoadTestException e)
        {
            Console.WriteLine("No profile: " + e.Message);
        }
        finally
        {
            Children.EndAll();
            File.Delete(Path.Combine(MapDirectory, $"perf-{proxy.ProcessId}.map"));
        }

        return profiles;
    }

    private static Profile Profile(Workspace workspace, Candidate proxy, Scenario scenario)
    {
        string data = workspace.PathOf("perf.data");
        File.Delete(data);
        Wrk.Run(
            workspace, scenario, proxy.Port, Seconds,
            "perf", "record", "-q", "-g", "-F", SamplesPerSecond, "-o", data, "-p", proxy.ProcessId.ToString(CultureInfo.InvariantCulture), "--");
        IReadOnlyList<ProfileSymbol> symbols = PerfReport.Read(Report(workspace, data, PerfReport.Options));
        string directory = Directory.CreateDirectory(Path.Combine(Workspace.Repository, "artifacts", "perf")).FullName;
        string file = Path.Combine(directory, $"profile-{scenario.Name}.txt");
        File.WriteAllText(file, Report(workspace, data, "--stdio", "--no-children", "-g", "caller", "--percent-limit", "0.3"));
        Console.WriteLine($"profile: {scenario.Name}, with callers in {file}");
        return new Profile(
            scenario.Title,
            [
                .. symbols.GroupBy(static symbol => symbol.Part)
                    .Select(static part => KeyValuePair.Create(part.Key, part.Sum(static symbol => symbol.Share)))
                    .OrderByDescending(static part => part.Value),
            ],
            symbols);
    }

    // On all cores: nobody is measured meanwhile.
    private static string Report(Workspace workspace, string data, params string[] options) =>
        Child.Run(workspace.Cores.Both, "perf", ["report", "-i", data, .. options], seconds: 120);
}
