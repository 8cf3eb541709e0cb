using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>An exchange waiting for a connection of a full pool; given up after a time, or when its client has left.</summary>
internal sealed class PoolWaiter
{
    private readonly TaskCompletionSource<RentResult> _source = new();
    private readonly Deadline _deadline;
    private readonly Action<PoolWaiter> _leave;

    /// <param name="loop">The pool's.</param>
    /// <param name="timeout">Milliseconds it waits.</param>
    /// <param name="leave">Takes it out of the queue.</param>
    public PoolWaiter(Loop loop, long timeout, Action<PoolWaiter> leave)
    {
        _leave = leave;
        _deadline = new Deadline(loop.Timers, () =>
        {
            HasExpired = true;
            GiveUp("no connection was given back in time");
        });
        _deadline.Set(loop.Now + timeout);
    }

    /// <summary>Milliseconds that a fresh connection may take.</summary>
    public required long Connect { get; init; }

    public bool IsDone { get; private set; }

    /// <summary>Whether it waited in vain.</summary>
    public bool HasExpired { get; private set; }

    public ValueTask<RentResult> Task => new(_source.Task);

    /// <summary>Its place in the queue while it stands there.</summary>
    public LinkedListNode<PoolWaiter>? Place { get; set; }

    /// <summary>Its turn has come: what it waits for now has a time of its own.</summary>
    public void StopClock() => _deadline.Remove();

    /// <summary>Hands over a connection or a failure, once; the exchange goes on at once.</summary>
    public void Give(RentResult result)
    {
        IsDone = true;
        _deadline.Remove();
        _source.SetResult(result);
    }

    /// <summary>Nobody needs the connection any more. Without effect when it was given.</summary>
    public void GiveUp(string why)
    {
        if (!IsDone)
        {
            _leave(this);
            Give(new RentResult(null, ProxyError.UpstreamBusy, why));
        }
    }
}
