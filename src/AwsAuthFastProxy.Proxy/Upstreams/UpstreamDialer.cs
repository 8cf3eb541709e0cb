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

    /// <summary>The addresses and what is known of them.</summary>
    public PeerList Peers { get; } = new(key, counters, logger);

    /// <summary>A connection, until <paramref name="due"/>; to <paramref name="avoid"/> only for want of another.</summary>
    public async ValueTask<UpstreamDial> DialAsync(long due, UpstreamPeer? avoid = null)
    {
        if (await ResolveAsync(due) is not { } resolution)
        {
            return UpstreamDial.Failed(ProxyError.ConnectTimedOut, $"{key.Host}: name resolution timed out");
        }

        if (resolution.Addresses.Length == 0)
        {
            return UpstreamDial.Failed(ProxyError.ResolveFailed, resolution.Error ?? "no address");
        }

        Peers.Update(resolution.Addresses, loop.Now);
        var race = new DialRace(loop, key.Port, Peers, Peers.Order(loop.Now, avoid), counters);
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
    public async ValueTask<Resolution?> ResolveAsync(long due)
    {
        ValueTask<Resolution> pending = resolver.ResolveAsync(key.Host);
        if (pending.IsCompleted)
        {
            return await pending;
        }

        // The look-up knows no deadline, so it is left behind when it takes too long.
        var late = new TaskCompletionSource();
        var deadline = new Deadline(loop.Timers, () => late.TrySetResult());
        deadline.Set(due);
        Task<Resolution> found = pending.AsTask();
        Task first = await Task.WhenAny(found, late.Task);
        deadline.Remove();
        return first == found ? await found : null;
    }

    /// <summary>Takes notice of other addresses although nothing is dialled; an old answer is looked up anew meanwhile.</summary>
    public void LookAgain()
    {
        Task<Resolution> answer = resolver.ResolveAsync(key.Host).AsTask();
        if (answer.IsCompletedSuccessfully && answer.Result.Addresses is { Length: > 0 } addresses)
        {
            Peers.Update(addresses, loop.Now);
        }
    }
}
