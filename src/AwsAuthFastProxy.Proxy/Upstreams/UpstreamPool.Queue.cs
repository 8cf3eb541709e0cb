using AwsAuthFastProxy.Proxy.Answers;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>Those who wait for a connection, served in order.</summary>
internal sealed partial class UpstreamPool
{
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
        while (_waiters.First?.Value is { } waiter)
        {
            if (TryTakeKept(out UpstreamConnection? connection))
            {
                Leave(waiter);
                waiter.Give(new RentResult(connection, default, ""));
            }
            else if (_open < _limits.Connections)
            {
                Leave(waiter);
                waiter.StopClock();
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
        var result = new RentResult(null, ProxyError.ConnectFailed, "the dial failed against its design");
        try
        {
            result = await DialAsync(null, waiter.Connect);
        }
        finally
        {
            if (!waiter.IsDone)
            {
                waiter.Give(result);
            }
            else if (result.Connection is { } late)
            {
                Release(late, clean: true);
            }
        }
    }

    /// <summary>Takes a waiter out of the queue, if it stands there.</summary>
    private void Leave(PoolWaiter waiter)
    {
        if (waiter.Place is { } place)
        {
            waiter.Place = null;
            _waiters.Remove(place);
            counters.Queued--;
        }

        if (waiter.HasExpired)
        {
            counters.QueueTimeouts++;
        }
    }
}
