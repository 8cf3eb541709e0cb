using System.Net.Security;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>Puts TLS on a fresh connection (client side).</summary>
public static class TlsDialer
{
    /// <summary>
    /// Handshakes on <paramref name="plain"/>, which belongs to the result from then on. Never throws for what the peer does; closes
    /// the connection on failure. Sessions are resumed by <see cref="SslClientAuthenticationOptions.TargetHost"/> (a name, no address)
    /// all over the process, and verified again each time. The chain is built on the loop's thread: set
    /// <see cref="System.Security.Cryptography.X509Certificates.X509ChainPolicy.DisableCertificateDownloads"/> in the chain policy and
    /// leave revocation unchecked, or a slow certificate authority stops the loop.
    /// </summary>
    public static ValueTask<DialResult> AuthenticateAsync(Connection plain, SslClientAuthenticationOptions options, long due) =>
        TlsHandshake.RunAsync(plain, ssl => ssl.AuthenticateAsClientAsync(options), due, waitsWithoutBlock: false);
}
