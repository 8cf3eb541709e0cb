using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>TLS to an upstream.</summary>
public sealed class UpstreamTlsModel
{
    /// <summary>Whether the certificate's chain and name are verified. Off only where the configuration says so.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Trust anchors that replace the system's, or null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Name for SNI and verification, or null for the host that the request is sent to.</summary>
    public string? ServerName { get; init; }
}
