namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>No further steps; the request stays in its route.</summary>
public sealed record BreakStep : RewriteStep;
