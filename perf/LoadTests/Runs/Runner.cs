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
    private const int ScenarioWarmSeconds = 1;

    // Uploads and large bodies go through code that the first warming does not reach.
    private const int CompiledWarmSeconds = 2;

    private readonly Random _random = new();
    private double _nginxCapacity;

    /// <summary>Warms every candidate that is compiled while it runs.</summary>
    public void WarmUp(IReadOnlyList<Scenario> scenarios)
    {
        foreach (bool isTls in (bool[])[false, true])
        {
            foreach (Candidate candidate in scenarios.Where(one => one.Tls == isTls).SelectMany(field.For).Distinct().Where(one => Warming.Applies(one, isTls)))
            {
                Warming.Run(workspace, candidate, isTls);
            }
        }
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

        if (scenario.Load == LoadSimulation.Closed && scenario.Size == ObjectSize.OneKiB && !scenario.Tls && measurements.Exists(static one => one.Kind == CandidateKind.Nginx))
        {
            _nginxCapacity = Spread.Of(measurements.Where(static one => one.Kind == CandidateKind.Nginx).Select(static one => one.Load.Rate)).Median;
        }

        return new ScenarioResult(scenario, rate, measurements, options.SystemCalls ? CountCalls(scenario, candidates) : new Dictionary<CandidateKind, double>());
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
