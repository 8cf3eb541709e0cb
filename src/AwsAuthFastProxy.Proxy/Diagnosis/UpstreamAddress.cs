using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>What is dialled for an upstream.</summary>
/// <param name="Targets">Names and addresses with their ports; at least one.</param>
/// <param name="ServerName">Name for SNI and verification; null without TLS.</param>
public sealed record UpstreamAddress(IReadOnlyList<ConnectTarget> Targets, string? ServerName);
