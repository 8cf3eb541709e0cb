using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>Everything that makes two upstream connections different: only equal keys share a pool.</summary>
/// <param name="Host">Name or address that is dialled.</param>
/// <param name="Port">TCP port.</param>
/// <param name="ServerName">Name for SNI and verification; null without TLS.</param>
/// <param name="Verify">Whether the certificate is verified.</param>
/// <param name="Authorities">Trust anchors in place of the system's; compared by reference.</param>
internal sealed record ConnectionKey(string Host, int Port, string? ServerName, bool Verify, X509Certificate2Collection? Authorities);
