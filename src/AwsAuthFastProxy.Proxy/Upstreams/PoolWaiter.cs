using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>An exchange waiting for a connection of a full pool; given up after a time.</summary>
internal sealed class PoolWaiter
{
    private readonly TaskCompletionSource<RentResult> _source = new();
    private readonly Deadline _deadline;
    private readonly Loop _loop;

    public PoolWaiter(Loop loop, long timeout)
    {
        _loop = loop;
        _deadline = new Deadline(loop.Timers, () => TryGive(new RentResult(null, ProxyError.UpstreamBusy, "no connection was given back in time")));
        _deadline.Set(loop.Now + timeout);
    }

    public bool IsDone { get; private set; }

    public ValueTask<RentResult> Task => new(_source.Task);

    /// <summary>Hands over a connection or a failure; false when it was too late. The waiter goes on at the end of the turn.</summary>
    public bool TryGive(RentResult result)
    {
        if (IsDone)
        {
            return false;
        }

        IsDone = true;
        _deadline.Remove();
        _loop.Defer(static state =>
        {
            (PoolWaiter waiter, RentResult given) = ((PoolWaiter, RentResult))state!;
            waiter._source.SetResult(given);
        }, (this, result));
        return true;
    }
}
