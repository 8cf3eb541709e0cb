namespace AwsAuthFastProxy.LoadTests.Generators;

/// <summary>What a load generator saw.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Errors">Requests without an answer, or with one that is no success.</param>
/// <param name="P50">Median latency in microseconds.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="P999">99.9th percentile.</param>
internal sealed record LoadResult(long Requests, double Seconds, long Errors, double P50, double P99, double P999)
{
    /// <summary>Requests that the candidate served while its cost was taken; more than <see cref="Requests"/> where the generator warmed up.</summary>
    public double Served { get; init; } = Requests;

    /// <summary>Requests a second.</summary>
    public double Rate => Requests / Seconds;
}
