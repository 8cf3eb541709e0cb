using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Generators;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>
/// Runs scenarios: warms every candidate, then gives each of them the same load once a round, in an order shuffled anew for each
/// round, so that what the machine does meanwhile falls on all alike.
/// </summary>
internal sealed class Runner(Workspace workspace, LoadOptions options, Field field)
{
    // On one saturated core the run-time compiler gets to its last tier after about 350,000 requests; before, up to 1.5 times as much CPU is used.
    private const long WarmRequests = 500_000;
    private const int WarmSeconds = 60;
    private const int ScenarioWarmSeconds = 1;

    // Uploads and large bodies go through code that the first warming does not reach.
    private const int CompiledWarmSeconds = 2;

    private readonly Random _random = new();
    private double _nginxCapacity;

    /// <summary>Lets the run-time compiler finish its work, and pools fill.</summary>
    public void WarmUp(IReadOnlyList<Scenario> scenarios)
    {
        WarmUp(scenarios, isTls: false);
        WarmUp(scenarios, isTls: true);
    }

    /// <summary>Runs all rounds of a scenario.</summary>
    public ScenarioResult Run(Scenario scenario)
    {
        IReadOnlyList<Candidate> candidates = field.For(scenario);
        foreach (Candidate candidate in candidates)
        {
            Closed(scenario, candidate, candidate.Kind.IsCompiledAtRunTime() && !options.Quick ? CompiledWarmSeconds : ScenarioWarmSeconds);
        }

        double rate = scenario.Load == LoadSimulation.Open ? Math.Round(NginxCapacity(scenario) / 2) : 0;
        var measurements = new List<Measurement>();
        for (int round = 1; round <= options.Rounds; round++)
        {
            Candidate[] order = [.. candidates];
            _random.Shuffle(order);
            foreach (Candidate candidate in order)
            {
                Measurement one = Measure(scenario, candidate, round, rate);
                measurements.Add(one);
                Console.WriteLine(
                    $"  {scenario.Name} round {round}  {candidate.Kind.Title(),-32} {one.CpuMicroseconds,9:F2} us  {one.Load.Rate,9:F0} /s  p99 {one.Load.P99,8:F0} us  busy {one.Busy,4:P0}");
            }
        }

        if (scenario.Load == LoadSimulation.Closed && scenario.Size == ObjectSize.OneKiB && !scenario.Tls)
        {
            _nginxCapacity = Spread.Of(measurements.Where(static one => one.Kind == CandidateKind.Nginx).Select(static one => one.Load.Rate)).Median;
        }

        return new ScenarioResult(scenario, rate, measurements, options.SystemCalls ? CountCalls(scenario, candidates) : new Dictionary<CandidateKind, double>());
    }

    private void WarmUp(IReadOnlyList<Scenario> scenarios, bool isTls)
    {
        Scenario scenario = Catalog.All.First(one => one.Tls == isTls);
        Candidate[] candidates =
        [
            .. scenarios.Where(one => one.Tls == isTls).SelectMany(field.For).Distinct()
                .Where(one => one.Kind.IsCompiledAtRunTime() && (one.PortsByPath is null || one.PortsByPath.ContainsKey(scenario.Path))),
        ];
        foreach (Candidate candidate in candidates)
        {
            long requests = 0;
            for (int seconds = 0; requests < WarmRequests && seconds < WarmSeconds; seconds += 2)
            {
                requests += Closed(scenario, candidate, 2).Requests;
            }

            Console.WriteLine($"warm: {candidate.Kind.Title()}, {scenario.Name}, {requests:N0} requests");
        }
    }

    private Measurement Measure(Scenario scenario, Candidate candidate, int round, double rate)
    {
        LogCheck.Empty(candidate);
        ProcessCost before = candidate.Cost();
        LoadResult load = scenario.Load == LoadSimulation.Open
            ? H2Load.Run(workspace, scenario, candidate.PortOf(scenario.Path), options.Seconds, rate)
            : Closed(scenario, candidate, options.Seconds);
        ProcessCost cost = candidate.Cost().Since(before);
        LogCheck.Check(candidate, load);
        return load.Errors == 0
            ? new Measurement(candidate.Kind, round, load, cost)
            : throw new LoadTestException($"{candidate.Kind.Title()} failed {load.Errors} of {load.Requests} requests in {scenario.Name}");
    }

    private LoadResult Closed(Scenario scenario, Candidate candidate, int seconds) =>
        Wrk.Run(workspace, scenario, candidate.PortOf(scenario.Path), seconds);

    private double NginxCapacity(Scenario scenario)
    {
        if (_nginxCapacity == 0)
        {
            Candidate nginx = field.Candidates.First(static one => one.Kind == CandidateKind.Nginx);
            _nginxCapacity = Closed(scenario, nginx, 3).Rate;
        }

        return _nginxCapacity;
    }

    private Dictionary<CandidateKind, double> CountCalls(Scenario scenario, IReadOnlyList<Candidate> candidates)
    {
        var calls = new Dictionary<CandidateKind, double>();
        foreach (Candidate candidate in candidates)
        {
            if (scenario.Load == LoadSimulation.Closed && SystemCallCount.PerRequest(workspace, scenario, candidate) is { } count)
            {
                calls[candidate.Kind] = count;
            }
        }

        return calls;
    }
}
