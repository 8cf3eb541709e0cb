using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// Makes fresh connections for one <see cref="ConnectionKey"/> on one loop: resolve, connect (each address in turn, a new start each
/// time, so that connections spread), TLS.
/// </summary>
internal sealed class UpstreamDialer(Loop loop, NameResolver resolver, ConnectionKey key)
{
    // One for all connections: sessions can be resumed.
    private readonly SslClientAuthenticationOptions? _tls = key.ServerName is null ? null : Options(key);
    private int _next;

    public async ValueTask<UpstreamDial> DialAsync(long due)
    {
        Resolution resolution = await resolver.ResolveAsync(key.Host);
        IPAddress[] addresses = resolution.Addresses;
        if (addresses.Length == 0)
        {
            return new UpstreamDial(null, ProxyError.ResolveFailed, resolution.Error ?? "no address");
        }

        int first = _next++;
        DialResult dial = default;
        for (int i = 0; i < addresses.Length && loop.Now < due; i++)
        {
            IPAddress address = addresses[(int)((uint)(first + i) % (uint)addresses.Length)];
            // Each address gets its share of the time, so that one that swallows packets does not use up all of it.
            long share = loop.Now + Math.Max(1, (due - loop.Now) / (addresses.Length - i));
            dial = await loop.DialAsync(new IPEndPoint(address, key.Port), share);
            if (dial.Connection is not null)
            {
                break;
            }
        }

        if (dial.Connection is not { } plain)
        {
            return new UpstreamDial(
                null,
                dial.Status is IoStatus.TimedOut or IoStatus.Ok ? ProxyError.ConnectTimedOut : ProxyError.ConnectFailed,
                dial.Error ?? "connect timed out");
        }

        // A receive takes what is there in one call, head and body; blocks are held only while they hold bytes.
        if (_tls is null)
        {
            return new UpstreamDial(plain, default, "");
        }

        DialResult secured = await TlsDialer.AuthenticateAsync(plain, _tls, due);
        return secured.Connection is null
            ? new UpstreamDial(null, secured.Status == IoStatus.TimedOut ? ProxyError.ConnectTimedOut : ProxyError.TlsFailed, secured.Error ?? "")
            : new UpstreamDial(secured.Connection, default, "");
    }

    private static SslClientAuthenticationOptions Options(ConnectionKey key)
    {
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
