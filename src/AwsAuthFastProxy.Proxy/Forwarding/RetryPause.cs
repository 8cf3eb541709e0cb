using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>The wait before a request is sent again; ends early when its client leaves.</summary>
internal sealed class RetryPause
{
    // However many attempts: a client waits for the answer.
    private const long LongestMilliseconds = 10_000;

    private readonly TaskCompletionSource _over = new();
    private readonly Deadline _deadline;

    /// <param name="loop">The exchange's.</param>
    /// <param name="milliseconds">How long, at least 0.</param>
    public RetryPause(Loop loop, long milliseconds)
    {
        _deadline = new Deadline(loop.Timers, End);
        _deadline.Set(loop.Now + milliseconds);
    }

    /// <summary>Completes when it is over.</summary>
    public Task Over => _over.Task;

    /// <summary>
    /// Doubling from attempt to attempt, and between half and all of that by chance, so that those who were turned away together do not
    /// come back together.
    /// </summary>
    /// <param name="policy">Says the first.</param>
    /// <param name="attempt">Attempts so far, from 1.</param>
    /// <param name="chance">From 0 up to 1.</param>
    public static long Milliseconds(RetryModel policy, int attempt, double chance)
    {
        double longest = Math.Min(LongestMilliseconds, policy.Backoff.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return (long)(longest / 2 * (1 + chance));
    }

    /// <summary>Ends it now.</summary>
    public void End()
    {
        _deadline.Remove();
        _over.TrySetResult();
    }
}
