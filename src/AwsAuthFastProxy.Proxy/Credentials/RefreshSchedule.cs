namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>When to ask a provider again. Chances are between 0 and 1; they keep a fleet that started together from asking together.</summary>
internal static class RefreshSchedule
{
    /// <summary>For one attempt; an answer that comes later is still taken.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Keys without an end, as in a profile file: somebody may have replaced them.</summary>
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(5);

    // AWS: the metadata services hand out new keys at the latest five minutes before the old ones end, STS whenever asked.
    private static readonly TimeSpan s_lead = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_firstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait after new values that end at <paramref name="expires"/>: until a third of their life, or 15 minutes, is left.</summary>
    public static TimeSpan AfterSuccess(DateTimeOffset now, DateTimeOffset? expires, double chance)
    {
        if (expires is not { } end)
        {
            return s_lookAgain * (1 - (chance / 10));
        }

        TimeSpan life = end - now;
        TimeSpan lead = life / 3 < s_lead ? life / 3 : s_lead;
        return life - (lead * (1 - (chance / 3)));
    }

    /// <summary>How long to wait after the values in force were handed out once more: the provider renews them later.</summary>
    public static TimeSpan AfterTheSame(DateTimeOffset now, DateTimeOffset expires, double chance)
    {
        TimeSpan third = (expires - now) / 3;
        return Bounded(third, s_firstBackoff, s_longestBackoff) * (1 - (chance / 4));
    }

    /// <summary>How long to wait after the n-th failure in a row: one second, doubled each time, at most a minute; half of it by chance.</summary>
    public static TimeSpan AfterFailure(int failures, double chance)
    {
        TimeSpan longest = failures > 6 ? s_longestBackoff : Bounded(s_firstBackoff * (1 << (failures - 1)), s_firstBackoff, s_longestBackoff);
        return longest * ((1 + chance) / 2);
    }

    private static TimeSpan Bounded(TimeSpan span, TimeSpan least, TimeSpan most) => span < least ? least : span > most ? most : span;
}
