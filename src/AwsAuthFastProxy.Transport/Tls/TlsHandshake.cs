using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>A TLS handshake over a loop's connection, as client or server.</summary>
internal static class TlsHandshake
{
    /// <summary>
    /// Handshakes on <paramref name="plain"/>, which belongs to the result from then on. Never throws for what the peer does; closes the
    /// connection on failure.
    /// </summary>
    /// <param name="plain">The connection below.</param>
    /// <param name="authenticate">Begins the handshake of one side.</param>
    /// <param name="due">End of patience, in the loop's milliseconds.</param>
    /// <param name="waitsWithoutBlock">Whether the connection holds no block while it waits to receive.</param>
    public static async ValueTask<DialResult> RunAsync(Connection plain, Func<SslStream, Task> authenticate, long due, bool waitsWithoutBlock)
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
            await authenticate(ssl);
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
        return new DialResult(new TlsConnection(inner, ssl, stream) { WaitsWithoutBlock = waitsWithoutBlock }, IoStatus.Ok, null);
    }
}
