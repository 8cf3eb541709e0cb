namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// By how much an upstream's clock is ahead of ours, as far as it matters: nothing, until it refuses a request for its time. Any thread.
/// </summary>
internal sealed class ClockOffset
{
    /// <summary>Most that is believed, in seconds: a day.</summary>
    public const long Most = 86_400;

    /// <summary>Below this many seconds no upstream minds, and an offset in force is dropped. S3 takes 15 minutes, other services 5.</summary>
    public const long Harmless = 120;

    private long _seconds;

    /// <summary>Seconds to add to our clock before signing.</summary>
    public long Seconds => Volatile.Read(ref _seconds);

    /// <summary>Takes the upstream's clock for true; false when it is too far off to be believed, or nothing new.</summary>
    public bool TryLearn(long theirs, long ours)
    {
        long offset = theirs - ours;
        return Math.Abs(offset) <= Most && Math.Abs(offset - Interlocked.Exchange(ref _seconds, offset)) > Harmless / 2;
    }

    /// <summary>Looks at the upstream's clock again while an offset is in force; true when that changed it, to nothing where clocks agree.</summary>
    public bool Review(long theirs, long ours)
    {
        long offset = theirs - ours;
        long now = Math.Abs(offset) < Harmless ? 0 : offset;
        long before = Seconds;
        if (before == 0 || Math.Abs(offset) > Most || (now != 0 && Math.Abs(now - before) < Harmless))
        {
            return false;
        }

        return Interlocked.CompareExchange(ref _seconds, now, before) == before;
    }
}
