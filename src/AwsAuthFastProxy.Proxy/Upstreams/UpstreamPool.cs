using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// One loop's connections to one endpoint: last in first out, so that few stay warm and the rest grow old and are closed; a connection that
/// says anything while kept is discarded. Only a verdict of "clean" brings one back. Waiters are served in order.
/// </summary>
internal sealed class UpstreamPool(Loop loop, UpstreamDialer dialer, ShardCounters counters)
{
    private static readonly SendOrPostCallback s_serve = static state => ((UpstreamPool)state!).Serve();

    private readonly Queue<PoolWaiter> _waiters = new();
    private UpstreamConnection? _newest;
    private int _open;
    private int _limit;
    private long _idleTimeout;
    private long _connectTimeout;
    private bool _serving;
    private bool _retired;

    /// <summary>Connections open or being dialled.</summary>
    public int Open => _open;

    /// <summary>Exchanges that wait.</summary>
    public int Waiting => _waiters.Count;

    /// <summary>Sets or changes what a configuration says of it.</summary>
    /// <param name="limit">Most connections, in use or kept or being dialled.</param>
    /// <param name="idleTimeout">Milliseconds a connection is kept unused.</param>
    /// <param name="connectTimeout">Milliseconds a dial, or a wait for a connection, may take.</param>
    public void Configure(int limit, long idleTimeout, long connectTimeout)
    {
        _limit = limit;
        _idleTimeout = idleTimeout;
        _connectTimeout = connectTimeout;
        while (_open > _limit && _newest is { } kept)
        {
            Discard(kept);
        }

        ServeSoon();
    }

    /// <summary>No configuration names it any more: it still serves exchanges that began before, and keeps nothing.</summary>
    public void Retire()
    {
        _retired = true;
        DiscardKept();
    }

    /// <summary>6 rent upstream: the warmest kept connection, else a fresh one, else the next that another exchange gives back.</summary>
    /// <param name="fresh">Do not take a kept one: it is for a second try.</param>
    public ValueTask<RentResult> RentAsync(bool fresh)
    {
        if (_waiters.Count == 0)
        {
            if (!fresh && TryTakeKept(out UpstreamConnection? connection))
            {
                return new ValueTask<RentResult>(new RentResult(connection, default, ""));
            }

            if (fresh && _open >= _limit && _newest is { } kept)
            {
                // A second try does not trust kept connections: one of them makes room for it.
                Discard(kept);
            }

            if (_open < _limit)
            {
                return DialAsync();
            }
        }

        var waiter = new PoolWaiter(loop, _connectTimeout, ForgetWaiters);
        _waiters.Enqueue(waiter);
        return waiter.Task;
    }

    /// <summary>9 release: gives a connection back. <paramref name="clean"/> is the verdict that the next exchange may use it.</summary>
    public void Release(UpstreamConnection connection, bool clean)
    {
        // Those who wait get it from among the kept ones, so that nothing skips the look at what has arrived on it.
        if (!clean || _retired || _open > _limit || !connection.Connection.TryPark(connection.Broken))
        {
            Forget(connection);
            return;
        }

        connection.Uses++;
        connection.IdleDeadline.Set(loop.Now + _idleTimeout);
        connection.IsKept = true;
        connection.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = connection;
        }

        _newest = connection;
        counters.UpstreamIdle++;
        ServeSoon();
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
        while (_waiters.TryDequeue(out PoolWaiter? waiter))
        {
            if (!waiter.IsDone)
            {
                waiter.Give(new RentResult(null, ProxyError.Draining, "the proxy is stopping"));
            }
        }
    }

    private void DiscardKept()
    {
        while (_newest is { } kept)
        {
            Discard(kept);
        }
    }

    private bool TryTakeKept([NotNullWhen(true)] out UpstreamConnection? connection)
    {
        while (_newest is { } kept)
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
    private async ValueTask<RentResult> DialAsync()
    {
        _open++;
        counters.Dials++;
        counters.UpstreamConnections++;
        UpstreamDial dial = default;
        try
        {
            dial = await dialer.DialAsync(loop.Now + _connectTimeout);
        }
        finally
        {
            if (dial.Connection is null)
            {
                counters.DialFailures++;
                Leave();
            }
        }

        return dial.Connection is { } connection
            ? new RentResult(new UpstreamConnection(this, connection), default, "")
            : new RentResult(null, dial.Error, dial.Detail);
    }

    private void Forget(UpstreamConnection connection)
    {
        connection.IdleDeadline.Remove();
        connection.Connection.Close();
        Leave();
    }

    private void Leave()
    {
        _open--;
        counters.UpstreamConnections--;
        ServeSoon();
    }

    /// <summary>Looks after those who wait at the end of the turn, outside of the exchange that gave something back.</summary>
    private void ServeSoon()
    {
        if (_waiters.Count > 0 && !_serving)
        {
            _serving = true;
            loop.Defer(s_serve, this);
        }
    }

    private void Serve()
    {
        _serving = false;
        while (_waiters.TryPeek(out PoolWaiter? waiter))
        {
            if (waiter.IsDone)
            {
                _waiters.Dequeue();
            }
            else if (TryTakeKept(out UpstreamConnection? connection))
            {
                _waiters.Dequeue();
                waiter.Give(new RentResult(connection, default, ""));
            }
            else if (_open < _limit)
            {
                _waiters.Dequeue();
                _ = DialForAsync(waiter);
            }
            else
            {
                return;
            }
        }
    }

    private async Task DialForAsync(PoolWaiter waiter)
    {
        RentResult result = await DialAsync();
        if (!waiter.IsDone)
        {
            waiter.Give(result);
        }
        else if (result.Connection is { } late)
        {
            Release(late, clean: true);
        }
    }

    /// <summary>All wait equally long, so those that gave up stand in front.</summary>
    private void ForgetWaiters()
    {
        while (_waiters.TryPeek(out PoolWaiter? waiter) && waiter.IsDone)
        {
            _waiters.Dequeue();
        }
    }

    private void Unlink(UpstreamConnection connection)
    {
        if (!connection.IsKept)
        {
            return;
        }

        connection.IsKept = false;
        connection.IdleDeadline.Cancel();
        counters.UpstreamIdle--;
        if (connection.Newer is null)
        {
            _newest = connection.Older;
        }
        else
        {
            connection.Newer.Older = connection.Older;
        }

        if (connection.Older is not null)
        {
            connection.Older.Newer = connection.Newer;
        }

        connection.Older = connection.Newer = null;
    }
}
