namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>One step on the way to an upstream. Holds no secret.</summary>
/// <param name="Name">What was done: <c>resolve</c>, <c>connect</c>, <c>tls</c>, <c>sign</c>, <c>request</c> or <c>clock</c>.</param>
/// <param name="IsOk">Whether it went well.</param>
/// <param name="Text">What was found, or why it failed and what to do.</param>
public sealed record ProbeStep(string Name, bool IsOk, string Text);
