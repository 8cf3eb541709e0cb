namespace AwsAuthFastProxy.Admin;

/// <summary>Why the process should get no requests, or soon should not.</summary>
/// <param name="Reason">Stable name.</param>
/// <param name="Detail">Words for a person; no secret.</param>
internal sealed record ReadinessReason(string Reason, string Detail);
