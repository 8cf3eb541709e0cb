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

        // nginx sets the rate of open load, even where it is not measured.
        CandidateKind[] wanted = [.. scenarios.SelectMany(static scenario => scenario.Candidates).Append(CandidateKind.Nginx).Distinct().Order()];
        var candidates = new List<Candidate>();
        foreach (CandidateKind kind in wanted)
        {
            if (Start(workspace, origin, options, executable, scenarios, kind) is { } candidate)
            {
                candidates.Add(candidate);
            }
        }

        var field = new Field(origin, candidates);
        foreach (Candidate candidate in candidates)
        {
            AnswerCheck.Check(workspace, candidate, scenarios.Where(scenario => field.For(scenario).Contains(candidate)));
        }

        return field;
    }

    /// <summary>The candidates of a scenario that are running.</summary>
    public IReadOnlyList<Candidate> For(Scenario scenario) =>
        [.. scenario.Candidates.Select(kind => Candidates.FirstOrDefault(one => one.Kind == kind)).OfType<Candidate>()];

    private static Candidate? Start(
        Workspace workspace, Origin origin, LoadOptions options, string executable, IReadOnlyList<Scenario> scenarios, CandidateKind kind)
    {
        switch (kind)
        {
            case CandidateKind.Nginx or CandidateKind.NginxDefault:
                return NginxCandidate.Start(workspace, origin, kind);
            case CandidateKind.Floor or CandidateKind.FloorTls:
                return FloorCandidate.Start(workspace, origin, kind, scenarios);
            case CandidateKind.Haproxy when (options.Haproxy ?? OnPath("haproxy")) is { } haproxy:
                return HaproxyCandidate.Start(workspace, origin, haproxy);
            case CandidateKind.Haproxy:
                Console.WriteLine("HAProxy is not installed: its row is left out.");
                return null;
            default:
                return ProxyCandidate.Start(workspace, origin, kind == CandidateKind.OtherBuild ? options.Against! : executable, kind);
        }
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin")
            .Split(':')
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
}
