using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Generators;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>Lets the run-time compiler finish its work, and pools fill.</summary>
internal static class Warming
{
    // On one saturated core the run-time compiler gets to its last tier after about 350,000 requests; before, up to 1.5 times as much CPU is used.
    private const long Requests = 500_000;
    private const int MostSeconds = 60;
    private const int StepSeconds = 2;

    /// <summary>Whether a candidate can be warmed by small objects over plain HTTP or over HTTPS.</summary>
    public static bool Applies(Candidate candidate, bool isTls) =>
        candidate.Kind.IsCompiledAtRunTime() && (candidate.PortsByPath is null || candidate.PortsByPath.ContainsKey(Small(isTls).Path));

    /// <summary>Warms it.</summary>
    public static void Run(Workspace workspace, Candidate candidate, bool isTls)
    {
        Scenario scenario = Small(isTls);
        long requests = 0;
        for (int seconds = 0; requests < Requests && seconds < MostSeconds; seconds += StepSeconds)
        {
            requests += Wrk.Run(workspace, scenario, candidate.PortOf(scenario.Path), StepSeconds).Requests;
        }

        Console.WriteLine($"warm: {candidate.Kind.Title()}, {scenario.Name}, {requests:N0} requests");
    }

    private static Scenario Small(bool isTls) => Catalog.All.First(scenario => scenario.Tls == isTls);
}
