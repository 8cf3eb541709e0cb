using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Idle;
using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>All a run has found.</summary>
/// <param name="Machine">Where, when, with what: name and value.</param>
/// <param name="Candidates">Who ran.</param>
/// <param name="Results">One for each scenario.</param>
/// <param name="Idle">The idle process, where it was measured.</param>
internal sealed record Report(
    IReadOnlyList<KeyValuePair<string, string>> Machine,
    IReadOnlyList<Candidate> Candidates,
    IReadOnlyList<ScenarioResult> Results,
    IdleResult? Idle);
