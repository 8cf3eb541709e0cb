using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>What a <see cref="ConnectionKey"/> means for TLS.</summary>
internal static class UpstreamTls
{
    /// <summary>Options for all connections of one key; null without TLS.</summary>
    public static SslClientAuthenticationOptions? OptionsOf(ConnectionKey key)
    {
        if (key.ServerName is null)
        {
            return null;
        }

        var options = new SslClientAuthenticationOptions
        {
            TargetHost = key.ServerName,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = new X509ChainPolicy
            {
                RevocationMode = X509RevocationMode.NoCheck,
                // A chain is built on a loop: nothing may be fetched from the network for it.
                DisableCertificateDownloads = true,
            },
        };
        if (key.Authorities is { } authorities)
        {
            options.CertificateChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (!key.Verify)
        {
            // Only where the configuration says "verify": false.
            options.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        }

        return options;
    }
}
