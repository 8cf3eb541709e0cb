using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

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
    public static async ValueTask<DialResult> AuthenticateAsync(
        Connection plain, SslClientAuthenticationOptions options, long due)
    {
        if (plain is not ReadinessConnection inner)
        {
            throw new ArgumentException("TLS needs a readiness connection below it.", nameof(plain));
        }

        var stream = new ConnectionStream(inner);
        var ssl = new SslStream(stream, leaveInnerStreamOpen: true);
        bool timedOut = false;
        var deadline = new Deadline(plain.Loop.Timers, () =>
        {
            timedOut = true;
            inner.Close(IoStatus.TimedOut);
        });
        deadline.Set(due);
        try
        {
            // Continues on the loop: the handshake itself may hop to other threads for chain building.
            await ssl.AuthenticateAsClientAsync(options);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or CryptographicException or ObjectDisposedException or InvalidOperationException)
        {
            deadline.Remove();
            inner.Close();
            await ssl.DisposeAsync();
            return timedOut
                ? new DialResult(null, IoStatus.TimedOut, "TLS handshake timed out")
                : new DialResult(null, IoStatus.Failed, "TLS handshake failed: " + (inner.Error ?? (e.InnerException ?? e).Message));
        }

        deadline.Remove();
        stream.Gather = true;
        return new DialResult(new TlsConnection(inner, ssl, stream), IoStatus.Ok, null);
    }
}
