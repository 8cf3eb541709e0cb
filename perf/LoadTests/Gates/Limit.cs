using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Gates;

/// <summary>One line of perf/limits.json: how far a ratio may go before the build fails. Wide, since build machines are noisy.</summary>
internal sealed class Limit
{
    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>What is compared.</summary>
    public required Measure Measure { get; init; }

    /// <summary>The numerator.</summary>
    public required CandidateKind Candidate { get; init; }

    /// <summary>The denominator.</summary>
    public required CandidateKind Against { get; init; }

    /// <summary>At most this; requests/s at least.</summary>
    public required double Bound { get; init; }
}
