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
    private readonly Queue<PoolWaiter> _waiters = new();
    private UpstreamConnection? _newest;
    private int _open;

    /// <summary>Most connections, in use or kept or being dialled.</summary>
    public int Limit { get; set; }

    /// <summary>Milliseconds a connection is kept unused.</summary>
    public long IdleTimeout { get; set; }

    /// <summary>Milliseconds a dial, or a wait for a connection, may take.</summary>
    public long ConnectTimeout { get; set; }

    /// <summary>Connections open or being dialled.</summary>
    public int Open => _open;

    /// <summary>6 rent upstream: the warmest kept connection, else a fresh one, else the next that another exchange gives back.</summary>
    /// <param name="fresh">Do not take a kept one: it is for a second try.</param>
    public ValueTask<RentResult> RentAsync(bool fresh)
    {
        while (!fresh && _newest is { } kept)
        {
            Unlink(kept);
            if (kept.Connection.TryUnpark())
            {
                counters.Reused++;
                return new ValueTask<RentResult>(new RentResult(kept, default, ""));
            }

            counters.IdleBroken++;
            Forget(kept);
        }

        if (_open < Limit)
        {
            return DialAsync();
        }

        if (_newest is { } oldest && fresh)
        {
            // A second try does not trust kept connections: one of them makes room for it.
            Discard(oldest);
            return DialAsync();
        }

        var waiter = new PoolWaiter(loop, ConnectTimeout);
        _waiters.Enqueue(waiter);
        return waiter.Task;
    }

    /// <summary>9 release: gives a connection back. <paramref name="clean"/> is the verdict that the next exchange may use it.</summary>
    public void Release(UpstreamConnection connection, bool clean)
    {
        if (!clean || connection.Connection.IsClosed)
        {
            Forget(connection);
            return;
        }

        connection.Uses++;
        while (_waiters.TryDequeue(out PoolWaiter? waiter))
        {
            if (waiter.TryGive(new RentResult(connection, default, "")))
            {
                counters.Reused++;
                return;
            }
        }

        if (_open > Limit || !connection.Connection.TryPark(connection.Broken))
        {
            Forget(connection);
            return;
        }

        connection.IdleDeadline.Set(loop.Now + IdleTimeout);
        connection.IsKept = true;
        connection.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = connection;
        }

        _newest = connection;
        counters.UpstreamIdle++;
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

    /// <summary>Closes all kept connections.</summary>
    public void DiscardKept()
    {
        while (_newest is { } kept)
        {
            Discard(kept);
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RentResult> DialAsync()
    {
        _open++;
        counters.Dials++;
        counters.UpstreamConnections++;
        UpstreamDial dial = await dialer.DialAsync(loop.Now + ConnectTimeout);
        if (dial.Connection is { } connection)
        {
            return new RentResult(new UpstreamConnection(this, connection), default, "");
        }

        counters.DialFailures++;
        Leave();
        return new RentResult(null, dial.Error, dial.Detail);
    }

    private void Forget(UpstreamConnection connection)
    {
        connection.IdleDeadline.Remove();
        connection.Connection.Close();
        Leave();
    }

    /// <summary>There is room for one more: the first waiter dials.</summary>
    private void Leave()
    {
        _open--;
        counters.UpstreamConnections--;
        while (_open < Limit && _waiters.TryDequeue(out PoolWaiter? waiter))
        {
            if (!waiter.IsDone)
            {
                _ = DialForAsync(waiter);
                return;
            }
        }
    }

    private async Task DialForAsync(PoolWaiter waiter)
    {
        RentResult result = await DialAsync();
        if (!waiter.TryGive(result) && result.Connection is { } late)
        {
            Release(late, clean: true);
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
