using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>Puts TLS on an accepted connection (server side).</summary>
public static class TlsAcceptor
{
    /// <summary>
    /// Handshakes on <paramref name="plain"/>, which belongs to the result from then on. Never throws for what the peer does; closes the
    /// connection on failure. What the options verify is verified on the loop's thread: nothing in them may block.
    /// </summary>
    /// <param name="plain">The accepted connection; what it has received already belongs to the handshake.</param>
    /// <param name="select">Chooses the options by what the client says first, its server name above all.</param>
    /// <param name="due">End of patience, in the loop's milliseconds.</param>
    public static async ValueTask<DialResult> AuthenticateAsync(Connection plain, ServerOptionsSelectionCallback select, long due)
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
            await ssl.AuthenticateAsServerAsync(select, null);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or CryptographicException or ObjectDisposedException
            or InvalidOperationException or NotSupportedException)
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
        return new DialResult(new TlsConnection(inner, ssl, stream) { WaitsWithoutBlock = true }, IoStatus.Ok, null);
    }
}
