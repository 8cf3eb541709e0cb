namespace AwsAuthFastProxy.LoadTests.Scenarios;

/// <summary>What is compared.</summary>
internal enum Measure
{
    /// <summary>CPU time of the candidate's process for each request, user and system together.</summary>
    Cpu,

    /// <summary>Requests answered a second.</summary>
    Rate,

    /// <summary>Median latency.</summary>
    P50,

    /// <summary>99th percentile of latency.</summary>
    P99,

    /// <summary>99.9th percentile of latency.</summary>
    P999,
}
