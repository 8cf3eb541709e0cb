using AwsAuthFastProxy.LoadTests.Candidates;

namespace AwsAuthFastProxy.LoadTests.Scenarios;

/// <summary>A bound on the ratio of one candidate's measure to another's, taken round by round.</summary>
/// <param name="Measure">What is compared.</param>
/// <param name="Candidate">The numerator.</param>
/// <param name="Against">The denominator.</param>
/// <param name="Bound">At most this; for <see cref="Scenarios.Measure.Rate"/> at least.</param>
internal sealed record Threshold(Measure Measure, CandidateKind Candidate, CandidateKind Against, double Bound)
{
    /// <summary>More is better.</summary>
    public bool IsFloor => Measure == Measure.Rate;

    /// <summary>Does a ratio keep it?</summary>
    public bool Holds(double ratio) => IsFloor ? ratio >= Bound : ratio <= Bound;

    /// <summary>This proxy against nginx.</summary>
    public static Threshold ToNginx(Measure measure, double bound) => new(measure, CandidateKind.Proxy, CandidateKind.Nginx, bound);

    /// <summary>CPU of this proxy against the floor.</summary>
    public static Threshold ToFloor(double bound) => new(Measure.Cpu, CandidateKind.Proxy, CandidateKind.Floor, bound);
}
