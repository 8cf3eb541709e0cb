using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// One loop's connections to one endpoint: last in first out, so that few stay warm and the rest grow old and are closed; a connection that
/// says anything while kept is discarded. Only a verdict of "clean" brings one back. Waiters are served in order, and are bounded.
/// </summary>
internal sealed partial class UpstreamPool(Loop loop, UpstreamDialer dialer, ShardCounters counters)
{
    // How often kept connections are held against the look-ups when nothing is dialled.
    private const long LookInterval = 10_000;

    private static readonly SendOrPostCallback s_serve = static state => ((UpstreamPool)state!).Serve();

    private readonly KeptConnections _kept = new();
    private readonly LinkedList<PoolWaiter> _waiters = new();
    private PoolLimits _limits;
    private int _open;
    private long _nextLook;
    private bool _serving;
    private bool _retired;

    /// <summary>Connections open or being dialled.</summary>
    public int Open => _open;

    /// <summary>Exchanges that wait.</summary>
    public int Waiting => _waiters.Count;

    /// <summary>The addresses and what is known of them.</summary>
    public PeerList Peers => dialer.Peers;

    /// <summary>What is left for requests to be sent again.</summary>
    public RetryBudget RetryBudget { get; } = new();

    /// <summary>Sets or changes what a configuration says of it.</summary>
    public void Configure(PoolLimits limits)
    {
        _limits = limits;
        while (_open > _limits.Connections && _kept.Newest is { } kept)
        {
            Discard(kept);
        }

        ServeSoon();
    }

    /// <summary>No configuration names it any more: it still serves exchanges that began before, and keeps nothing.</summary>
    public void Retire()
    {
        _retired = true;
        DiscardKept(static _ => true);
        Peers.Retire();
    }

    /// <summary>6 rent upstream: the warmest kept connection, else a fresh one, else the next that another exchange gives back.</summary>
    /// <param name="failed">The connection of a try before, for a second: a fresh one is wanted then, to another address where there is one.</param>
    /// <param name="waiter">Gives up the wait, if there is one.</param>
    /// <param name="connect">Milliseconds that a fresh connection may take; 0: as the pool says.</param>
    public ValueTask<RentResult> RentAsync(UpstreamConnection? failed, out PoolWaiter? waiter, long connect = 0)
    {
        connect = connect == 0 ? _limits.Connect : connect;
        waiter = null;
        if (_waiters.Count == 0)
        {
            if (failed is null && TryTakeKept(out UpstreamConnection? connection))
            {
                return new ValueTask<RentResult>(new RentResult(connection, default, ""));
            }

            if (failed is not null && _open >= _limits.Connections && _kept.Newest is { } kept)
            {
                // A second try does not trust kept connections: one of them makes room for it.
                Discard(kept);
            }

            if (_open < _limits.Connections)
            {
                return DialAsync(failed?.Peer, connect);
            }
        }

        if (_waiters.Count >= _limits.Waiters)
        {
            counters.QueueRefusals++;
            return new ValueTask<RentResult>(new RentResult(null, ProxyError.UpstreamBusy, "too many requests wait for a connection"));
        }

        waiter = new PoolWaiter(loop, _limits.Queue, Leave) { Connect = connect };
        waiter.Place = _waiters.AddLast(waiter);
        counters.QueueWaits++;
        counters.Queued++;
        return waiter.Task;
    }

    /// <summary>9 release: gives a connection back. <paramref name="clean"/> is the verdict that the next exchange may use it.</summary>
    public void Release(UpstreamConnection connection, bool clean)
    {
        LookAround();
        // Those who wait get it from among the kept ones, so that nothing skips the look at what has arrived on it.
        if (!clean || _retired || _open > _limits.Connections || PeerList.IsGone(connection.Peer, loop.Now)
            || !connection.Connection.TryPark(connection.Broken))
        {
            Forget(connection);
            return;
        }

        connection.Uses++;
        connection.IdleDeadline.Set(loop.Now + _limits.Idle);
        _kept.Push(connection);
        counters.UpstreamIdle++;
        ServeSoon();
    }

    /// <summary>The address gave a good response, or something failed that speaks against it.</summary>
    public void Judge(UpstreamPeer peer, bool good)
    {
        if (good)
        {
            Peers.OnSuccess(peer);
        }
        else if (Peers.OnFailure(peer, loop.Now) && Peers.HasOther(peer, loop.Now))
        {
            LeaveAddress(peer);
        }
    }

    /// <summary>Closes a kept connection.</summary>
    public void Discard(UpstreamConnection connection)
    {
        Unlink(connection);
        Forget(connection);
    }

    /// <summary>A kept connection received bytes nobody asked for, or ended.</summary>
    public void OnBroken(UpstreamConnection connection)
    {
        counters.IdleBroken++;
        Discard(connection);
    }

    /// <summary>Sends those who wait away and closes all kept connections.</summary>
    public void Close()
    {
        Retire();
        while (_waiters.First?.Value is { } waiter)
        {
            Leave(waiter);
            waiter.Give(new RentResult(null, ProxyError.Draining, "the proxy is stopping"));
        }
    }

    /// <summary>Closes the kept connections that <paramref name="which"/> names; their number.</summary>
    private int DiscardKept(Func<UpstreamConnection, bool> which)
    {
        int count = 0;
        for (UpstreamConnection? kept = _kept.Newest; kept is not null;)
        {
            UpstreamConnection? older = kept.Older;
            if (which(kept))
            {
                Discard(kept);
                count++;
            }

            kept = older;
        }

        return count;
    }

    // A method of its own: what a lambda captures is allocated where its method begins.
    private void LeaveAddress(UpstreamPeer peer) => counters.AddressesLeft += DiscardKept(kept => kept.Peer == peer);

    /// <summary>Warm connections would hide for ever that their addresses are named no more.</summary>
    private void LookAround()
    {
        if (loop.Now >= _nextLook)
        {
            _nextLook = loop.Now + LookInterval;
            dialer.LookAgain();
            counters.AddressesLeft += DiscardKept(kept => PeerList.IsGone(kept.Peer, loop.Now));
        }
    }

    private bool TryTakeKept([NotNullWhen(true)] out UpstreamConnection? connection)
    {
        while (_kept.Newest is { } kept)
        {
            Unlink(kept);
            if (kept.Connection.TryUnpark())
            {
                counters.Reused++;
                connection = kept;
                return true;
            }

            counters.IdleBroken++;
            Forget(kept);
        }

        connection = null;
        return false;
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RentResult> DialAsync(UpstreamPeer? avoid, long connect)
    {
        _open++;
        counters.Dials++;
        counters.UpstreamConnections++;
        UpstreamDial dial = default;
        try
        {
            dial = await dialer.DialAsync(loop.Now + connect, avoid);
        }
        finally
        {
            if (dial.Connection is null)
            {
                counters.DialFailures++;
                OnClosed();
            }
        }

        return dial.Connection is { } connection
            ? new RentResult(new UpstreamConnection(this, connection, dial.Peer!), default, "")
            : new RentResult(null, dial.Error, dial.Detail);
    }

    private void Forget(UpstreamConnection connection)
    {
        connection.IdleDeadline.Remove();
        connection.Connection.Close();
        connection.Peer.OnClosed();
        OnClosed();
    }

    private void OnClosed()
    {
        _open--;
        counters.UpstreamConnections--;
        ServeSoon();
    }

    private void Unlink(UpstreamConnection connection)
    {
        if (_kept.Remove(connection))
        {
            connection.IdleDeadline.Cancel();
            counters.UpstreamIdle--;
        }
    }
}
