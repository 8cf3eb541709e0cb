namespace AwsAuthFastProxy.Microbenchmarks.Gates;

/// <summary>One line of perf/ratios.json: how many times the baseline's time a benchmark may take, both from one run.</summary>
internal sealed class RatioLimit
{
    /// <summary>Class and method.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Class and method.</summary>
    public required string Against { get; init; }

    /// <summary>At most this, by the medians.</summary>
    public required double Bound { get; init; }
}
