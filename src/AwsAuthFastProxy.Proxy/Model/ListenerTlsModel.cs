using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>TLS of a listener: versions 1.2 and 1.3, HTTP/1.1 by ALPN.</summary>
public sealed record ListenerTlsModel
{
    /// <summary>At least one; the first is for clients that name none or another.</summary>
    public required IReadOnlyList<ServerCertificate> Certificates { get; init; }

    /// <summary>Authorities whose client certificates are good; null: clients are not asked for one.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Whether a client without a certificate is turned away.</summary>
    public bool ClientCertificateRequired { get; init; } = true;
}
