using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Idle;
using AwsAuthFastProxy.LoadTests.Pauses;
using AwsAuthFastProxy.LoadTests.Profiling;
using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>All a run has found.</summary>
/// <param name="Machine">Where, when, with what: name and value.</param>
/// <param name="Candidates">Who ran.</param>
/// <param name="Results">One for each scenario.</param>
internal sealed record Report(
    IReadOnlyList<KeyValuePair<string, string>> Machine, IReadOnlyList<Candidate> Candidates, IReadOnlyList<ScenarioResult> Results)
{
    /// <summary>The idle process, where it was measured.</summary>
    public IdleResult? Idle { get; init; }

    /// <summary>Pauses under open load, where they were measured.</summary>
    public PauseResult? Pauses { get; init; }

    /// <summary>Where the time goes, for the scenarios that were profiled.</summary>
    public IReadOnlyList<Profile> Profiles { get; init; } = [];
}
