namespace AwsAuthFastProxy.LoadTests.Pauses;

/// <summary>When this proxy's threads stood still under open load.</summary>
/// <param name="Seconds">Length of the load.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="Collector">Pauses by the collector during it, induced ones included.</param>
/// <param name="Induced">Those of them that code asked for.</param>
/// <param name="Others">Pauses during it for other reasons, such as compiled code being exchanged.</param>
/// <param name="Before">All pauses before it: start, and warming by the same load.</param>
/// <param name="Allocated">What was allocated during it: type and estimated bytes, the most first. The runtime samples every 100 KB or so.</param>
internal sealed record PauseResult(
    int Seconds,
    double Rate,
    PauseStatistics Collector,
    PauseStatistics Induced,
    PauseStatistics Others,
    PauseStatistics Before,
    IReadOnlyList<KeyValuePair<string, long>> Allocated);
