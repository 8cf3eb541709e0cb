namespace AwsAuthFastProxy.LoadTests.Scenarios;

/// <summary>How requests come.</summary>
internal enum LoadSimulation
{
    /// <summary>Closed: each connection sends its next request when it has its answer, so the slowest part is saturated.</summary>
    Closed,

    /// <summary>Open: requests come at a constant rate whatever the answers do; half of what nginx can take.</summary>
    Open,
}
