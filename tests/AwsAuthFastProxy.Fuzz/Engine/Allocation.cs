namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>Watches what a call that should allocate nothing allocates, whatever it is given.</summary>
internal static class Allocation
{
    // Tables and code made at the first call; how much exactly other tests look at.
    private const long Once = 16 * 1024;

    public static long Now => GC.GetAllocatedBytesForCurrentThread();

    /// <param name="before"><see cref="Now"/> before the call.</param>
    /// <exception cref="AllocationException">More than what is made once.</exception>
    public static void AssertNoneSince(long before)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated >= Once)
        {
            throw new AllocationException(allocated);
        }
    }
}
