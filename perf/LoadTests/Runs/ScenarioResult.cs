using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>All rounds of one scenario.</summary>
/// <param name="Scenario">The work.</param>
/// <param name="Rate">The constant rate of an open load in requests a second; else 0.</param>
/// <param name="Measurements">Every measurement taken, none left out.</param>
/// <param name="SystemCalls">System calls for each request, where they were counted.</param>
internal sealed record ScenarioResult(
    Scenario Scenario, double Rate, IReadOnlyList<Measurement> Measurements, IReadOnlyDictionary<CandidateKind, double> SystemCalls)
{
    /// <summary>The candidates measured.</summary>
    public IEnumerable<CandidateKind> Candidates => Scenario.Candidates.Where(kind => Measurements.Any(one => one.Kind == kind));

    /// <summary>One candidate's rounds.</summary>
    public IEnumerable<Measurement> Of(CandidateKind kind) => Measurements.Where(one => one.Kind == kind);

    /// <summary>A measure of one candidate over all rounds.</summary>
    public Spread Spread(CandidateKind kind, Func<Measurement, double> value) => Runs.Spread.Of(Of(kind).Select(value));

    /// <summary>The ratio of two candidates in each round, null when one of them was not measured.</summary>
    public Spread? Ratio(Measure measure, CandidateKind kind, CandidateKind against)
    {
        double[] ratios =
        [
            .. Of(kind).Join(Of(against), static one => one.Round, static one => one.Round, (one, other) => one.Value(measure) / other.Value(measure)),
        ];
        return ratios.Length == 0 ? null : Runs.Spread.Of(ratios);
    }
}
