using System.Net.Security;
using AwsAuthFastProxy.Transport.Connections;

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
    public static ValueTask<DialResult> AuthenticateAsync(Connection plain, ServerOptionsSelectionCallback select, long due) =>
        TlsHandshake.RunAsync(plain, ssl => ssl.AuthenticateAsServerAsync(select, null), due, waitsWithoutBlock: true);
}
