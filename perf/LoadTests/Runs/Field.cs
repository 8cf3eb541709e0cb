using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>The origin and all candidates, running and checked.</summary>
/// <param name="Origin">The upstream.</param>
/// <param name="Candidates">Who was found and started.</param>
internal sealed record Field(Origin Origin, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>Starts what the scenarios need; a peer that is not installed is left out and said so.</summary>
    public static Field Start(Workspace workspace, LoadOptions options, string executable, IReadOnlyList<Scenario> scenarios)
    {
        Origin origin = Origin.Start(workspace);
        HashSet<CandidateKind> wanted = [.. scenarios.SelectMany(static scenario => scenario.Candidates)];
        var candidates = new List<Candidate>
        {
            ProxyCandidate.Start(workspace, origin, executable, CandidateKind.Proxy),
            NginxCandidate.Start(workspace, origin, CandidateKind.Nginx),
        };
        if (wanted.Contains(CandidateKind.NginxDefault))
        {
            candidates.Add(NginxCandidate.Start(workspace, origin, CandidateKind.NginxDefault));
        }

        if (scenarios.Any(static scenario => !scenario.Tls))
        {
            candidates.Add(FloorCandidate.Start(workspace, origin, scenarios));
        }

        if (wanted.Contains(CandidateKind.ProxyTwoWorkers))
        {
            candidates.Add(ProxyCandidate.Start(workspace, origin, executable, CandidateKind.ProxyTwoWorkers));
        }

        if (options.Against is { } other)
        {
            candidates.Add(ProxyCandidate.Start(workspace, origin, other, CandidateKind.OtherBuild));
        }

        string? haproxy = options.Haproxy ?? OnPath("haproxy");
        if (haproxy is not null && wanted.Contains(CandidateKind.Haproxy))
        {
            candidates.Add(HaproxyCandidate.Start(workspace, origin, haproxy));
        }
        else if (haproxy is null)
        {
            Console.WriteLine("HAProxy is not installed: its row is left out.");
        }

        var field = new Field(origin, candidates);
        foreach (Candidate candidate in candidates)
        {
            AnswerCheck.Check(workspace, candidate, scenarios.Where(scenario => field.For(scenario).Contains(candidate)));
        }

        return field;
    }

    /// <summary>The candidates of a scenario that are running and can do it.</summary>
    public IReadOnlyList<Candidate> For(Scenario scenario) =>
    [
        .. scenario.Candidates
            .Where(kind => kind != CandidateKind.Floor || !scenario.Tls)
            .Select(kind => Candidates.FirstOrDefault(one => one.Kind == kind))
            .OfType<Candidate>(),
    ];

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin")
            .Split(':')
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
}
