using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Generators;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Runs;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Pauses;

/// <summary>
/// Puts this proxy under open load at half of nginx's capacity while its runtime writes down when it stops all threads. A run of its own:
/// the writing is not part of what other runs measure.
/// </summary>
internal static class PauseRun
{
    private const int CapacitySeconds = 3;

    // The second that h2load warms up.
    private const double LeadSeconds = 1;

    public static PauseResult Measure(Workspace workspace, string executable, int seconds)
    {
        Scenario scenario = Catalog.All.First(static one => one.Load == LoadSimulation.Open);
        string trace = workspace.PathOf("proxy.nettrace");
        Origin origin = Origin.Start(workspace);
        Candidate nginx = NginxCandidate.Start(workspace, origin, CandidateKind.Nginx);
        Candidate proxy = ProxyCandidate.Start(
            workspace, origin, executable, CandidateKind.Proxy, ProxySetup.Plain with { Variables = PauseTrace.Variables(trace) });
        double rate = Math.Round(Wrk.Run(workspace, scenario, nginx.Port, CapacitySeconds).Rate / 2);
        Warming.Run(workspace, proxy, isTls: false);
        Console.WriteLine($"pauses: {seconds} s at {rate:N0} requests a second");
        DateTime from = DateTime.UtcNow;
        LoadResult load = H2Load.Run(workspace, scenario, proxy.Port, seconds - LeadSeconds, rate);
        DateTime to = DateTime.UtcNow;
        if (load.Errors > 0)
        {
            throw new LoadTestException($"this proxy failed {load.Errors} of {load.Requests} requests while its pauses were measured");
        }

        // The trace is whole when the process has ended in order.
        if (!proxy.Process!.Stop(seconds: 20))
        {
            throw new LoadTestException("this proxy does not end:\n" + proxy.Process.Output);
        }

        Children.EndAll();
        return PauseTrace.Read(trace, from, to, rate);
    }
}
