using System.Net.Security;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using AwsAuthFastProxy.Transport.Tls;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// Makes fresh connections for one <see cref="ConnectionKey"/> on one loop: resolve, connect (a race of the addresses), TLS. Until the
/// handshake is over no byte of a request is sent, so another address may be tried whatever the request is.
/// </summary>
internal sealed class UpstreamDialer(Loop loop, NameResolver resolver, ConnectionKey key, ShardCounters counters, ILogger logger)
{
    // One for all connections: sessions can be resumed.
    private readonly SslClientAuthenticationOptions? _tls = UpstreamTls.OptionsOf(key);

    private readonly TargetResolver _targets = new(resolver, key);

    /// <summary>The addresses and what is known of them.</summary>
    public PeerList Peers { get; } = new(key, counters, logger);

    /// <summary>A connection, until <paramref name="due"/>; to <paramref name="avoid"/> only for want of another.</summary>
    public async ValueTask<UpstreamDial> DialAsync(long due, UpstreamPeer? avoid = null)
    {
        if (await ResolveAsync(due) is not { } found)
        {
            return UpstreamDial.Failed(ProxyError.ConnectTimedOut, $"{key.Host}: name resolution timed out");
        }

        if (found.EndPoints.Length == 0)
        {
            return UpstreamDial.Failed(ProxyError.ResolveFailed, found.Error ?? "no address");
        }

        Peers.Update(found.EndPoints, loop.Now);
        var race = new DialRace(loop, Peers, Peers.Order(loop.Now, avoid), counters);
        while (true)
        {
            if (await race.RunAsync(due) is not { } peer)
            {
                return UpstreamDial.Failed(
                    race.Result.Status == IoStatus.TimedOut ? ProxyError.ConnectTimedOut : ProxyError.ConnectFailed, race.Result.Error ?? "connect timed out");
            }

            Connection plain = race.Result.Connection!;
            if (_tls is null)
            {
                return new UpstreamDial(plain, peer, default, "");
            }

            // While there is another address, a handshake that hangs must not use up all of the time.
            DialResult secured = await TlsDialer.AuthenticateAsync(plain, _tls, race.HasMore ? loop.Now + Math.Max(1, (due - loop.Now) / 2) : due);
            if (secured.Connection is { } connection)
            {
                return new UpstreamDial(connection, peer, default, "");
            }

            peer.OnClosed();
            Peers.OnFailure(peer, loop.Now);
            if (!race.HasMore || loop.Now >= due)
            {
                return UpstreamDial.Failed(secured.Status == IoStatus.TimedOut ? ProxyError.ConnectTimedOut : ProxyError.TlsFailed, secured.Error ?? "");
            }
        }
    }

    /// <summary>The addresses of the upstream; null when they were not found until <paramref name="due"/>.</summary>
    public ValueTask<Destinations?> ResolveAsync(long due) => _targets.ResolveAsync(loop, due);

    /// <summary>Takes notice of other addresses although nothing is dialled; an old answer is looked up anew meanwhile.</summary>
    public void LookAgain()
    {
        if (_targets.Look() is { Length: > 0 } endPoints)
        {
            Peers.Update(endPoints, loop.Now);
        }
    }
}
