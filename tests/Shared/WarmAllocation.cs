namespace AwsAuthFastProxy.Tests.Shared;

/// <summary>
/// What an operation allocates once it is warm: the least of some rounds. The runtime itself allocates on a thread now and then (a type's
/// first use, a method that is compiled again); an operation that allocates does so in every round.
/// </summary>
internal static class WarmAllocation
{
    private const int MostRounds = 10;

    /// <summary>Bytes allocated on this thread by the best round; stops at the first that allocates nothing.</summary>
    public static long Least(Action round)
    {
        long least = long.MaxValue;
        for (int i = 0; i < MostRounds && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
