using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// A listener's certificates made ready: the options of a handshake by the name the client asks for (SNI, RFC 6066 §3). One context for each
/// certificate and configuration, since sessions are resumed within one. Immutable, part of a snapshot.
/// </summary>
internal sealed class ListenerTls
{
    private static readonly Oid s_clientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly Dictionary<string, SslServerAuthenticationOptions> _byName = [];
    private readonly SslServerAuthenticationOptions _otherwise;

    private ListenerTls(ListenerTlsModel model)
    {
        SslServerAuthenticationOptions? first = null;
        foreach (ServerCertificate certificate in model.Certificates)
        {
            SslServerAuthenticationOptions options = OptionsOf(model, certificate);
            first ??= options;
            foreach (string name in certificate.Names)
            {
                _byName.TryAdd(name, options);
            }
        }

        _otherwise = first!;
        Select = (_, hello, _, _) => new ValueTask<SslServerAuthenticationOptions>(Find(hello.ServerName));
    }

    /// <summary>Chooses by the client's first message.</summary>
    public ServerOptionsSelectionCallback Select { get; }

    public static ListenerTls? Of(ListenerTlsModel? model) => model is null ? null : new ListenerTls(model);

    /// <summary>The exact name, then the wildcard one label above, then the first certificate, as nginx has it.</summary>
    public SslServerAuthenticationOptions Find(string name)
    {
        string lower = name.ToLowerInvariant();
        if (_byName.TryGetValue(lower, out SslServerAuthenticationOptions? options))
        {
            return options;
        }

        int dot = lower.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _byName.TryGetValue("*" + lower[dot..], out options) ? options : _otherwise;
    }

    private static SslServerAuthenticationOptions OptionsOf(ListenerTlsModel model, ServerCertificate certificate)
    {
        SslCertificateTrust? trust = model.ClientAuthorities is null
            ? null
            : SslCertificateTrust.CreateForX509Collection(model.ClientAuthorities, sendTrustInHandshake: true);
        var options = new SslServerAuthenticationOptions
        {
            // Offline: nothing is fetched while a listener is made.
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, certificate.Intermediates, offline: true, trust),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (model.ClientAuthorities is { } authorities)
        {
            bool required = model.ClientCertificateRequired;
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = ClientPolicy(authorities);
            options.RemoteCertificateValidationCallback = (_, _, _, errors) =>
                errors == SslPolicyErrors.None || (!required && errors == SslPolicyErrors.RemoteCertificateNotAvailable);
        }

        return options;
    }

    private static X509ChainPolicy ClientPolicy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,

            // The chain is built on the loop's thread.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(s_clientAuthentication);
        return policy;
    }
}
