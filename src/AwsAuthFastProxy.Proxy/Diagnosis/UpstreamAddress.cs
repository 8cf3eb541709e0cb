namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>What is dialled for an upstream.</summary>
/// <param name="Host">Name or address (IPv6 without brackets).</param>
/// <param name="Port">TCP port.</param>
/// <param name="ServerName">Name for SNI and verification; null without TLS.</param>
public sealed record UpstreamAddress(string Host, int Port, string? ServerName);
