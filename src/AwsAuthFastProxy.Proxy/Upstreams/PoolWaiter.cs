using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>An exchange waiting for a connection of a full pool; given up after a time.</summary>
internal sealed class PoolWaiter
{
    private readonly TaskCompletionSource<RentResult> _source = new();
    private readonly Deadline _deadline;

    /// <param name="loop">The pool's.</param>
    /// <param name="timeout">Milliseconds it waits.</param>
    /// <param name="expired">Called when it has waited in vain.</param>
    public PoolWaiter(Loop loop, long timeout, Action expired)
    {
        _deadline = new Deadline(loop.Timers, () =>
        {
            Give(new RentResult(null, ProxyError.UpstreamBusy, "no connection was given back in time"));
            expired();
        });
        _deadline.Set(loop.Now + timeout);
    }

    public bool IsDone { get; private set; }

    public ValueTask<RentResult> Task => new(_source.Task);

    /// <summary>Hands over a connection or a failure, once; the exchange goes on at once.</summary>
    public void Give(RentResult result)
    {
        IsDone = true;
        _deadline.Remove();
        _source.SetResult(result);
    }
}
