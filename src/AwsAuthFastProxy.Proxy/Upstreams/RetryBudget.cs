namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// Keeps retries to a part of the requests of the last ten to twenty seconds, so that an upstream that cannot keep up is not asked
/// for more still. A few are always free: where there are few requests, a part of them is none.
/// </summary>
internal sealed class RetryBudget
{
    /// <summary>Length of a window in milliseconds; the one under way and the one before count.</summary>
    public const long Window = 10_000;

    /// <summary>Retries that are free in each window.</summary>
    public const int Free = 3;

    private long _windowStart;
    private long _requests;
    private long _retries;
    private long _requestsBefore;
    private long _retriesBefore;

    /// <summary>A request that might have to be sent again was sent.</summary>
    public void OnRequest(long now)
    {
        Roll(now);
        _requests++;
    }

    /// <summary>Takes one retry, if <paramref name="part"/> (0 to 1) of the requests leaves one.</summary>
    public bool TryTake(long now, double part)
    {
        Roll(now);
        if (_retries + _retriesBefore >= Free + (part * (_requests + _requestsBefore)))
        {
            return false;
        }

        _retries++;
        return true;
    }

    private void Roll(long now)
    {
        long windows = (now - _windowStart) / Window;
        if (windows == 0)
        {
            return;
        }

        (_requestsBefore, _retriesBefore) = windows == 1 ? (_requests, _retries) : (0, 0);
        (_requests, _retries) = (0, 0);
        _windowStart += windows * Window;
    }
}
