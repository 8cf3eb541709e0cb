using System.Security.Cryptography.X509Certificates;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>Everything that makes two upstream connections different: only equal keys share a pool.</summary>
/// <param name="Host">The endpoint's name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="ServerName">Name for SNI and verification; null without TLS.</param>
/// <param name="Verify">Whether the certificate is verified.</param>
/// <param name="Authorities">Trust anchors in place of the system's; compared by content, since each reload reads them anew.</param>
internal sealed record ConnectionKey(string Host, int Port, string? ServerName, bool Verify, X509Certificate2Collection? Authorities)
{
    /// <summary>Where connections go: names and addresses; the host itself unless the configuration says otherwise.</summary>
    public IReadOnlyList<ConnectTarget> Targets { get; init; } = [new ConnectTarget(Host, Port)];

    public bool Equals(ConnectionKey? other) =>
        other is not null
        && Host == other.Host && Port == other.Port && ServerName == other.ServerName && Verify == other.Verify
        && Targets.SequenceEqual(other.Targets)
        && (Authorities is null) == (other.Authorities is null)
        && (Authorities ?? []).Select(static authority => authority.Thumbprint)
            .SequenceEqual((other.Authorities ?? []).Select(static authority => authority.Thumbprint));

    public override int GetHashCode() => HashCode.Combine(Host, Port, ServerName, Verify);
}
