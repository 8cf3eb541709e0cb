using System.Diagnostics;
using System.Numerics;

namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>
/// Counts durations in buckets that double from 64 µs to 34 s: a shift and two additions for each. Written by one loop; others read it and
/// may see a value a moment old.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>Buckets with an upper bound; one more takes what is longer.</summary>
    public const int Bounded = 20;

    private const long FirstBoundNanoseconds = 64_000;

    private static readonly long s_nanosecondsPerTick = Math.Max(1, 1_000_000_000 / Stopwatch.Frequency);

    private readonly long[] _counts = new long[Bounded + 1];
    private long _nanoseconds;

    /// <summary>Sum of all durations in seconds.</summary>
    public double SumSeconds => _nanoseconds / 1e9;

    /// <summary>Durations in bucket <paramref name="index"/> alone, from 0 to <see cref="Bounded"/>.</summary>
    public long CountOf(int index) => _counts[index];

    /// <summary>Upper bound of a bucket, in seconds.</summary>
    public static double BoundSeconds(int index) => (FirstBoundNanoseconds << index) / 1e9;

    /// <summary>Counts a duration in ticks of <see cref="Stopwatch"/>. Its loop only.</summary>
    public void Record(long ticks)
    {
        long nanoseconds = Math.Max(ticks, 0) * s_nanosecondsPerTick;
        _nanoseconds += nanoseconds;
        ulong units = (ulong)(nanoseconds + FirstBoundNanoseconds - 1) / FirstBoundNanoseconds;
        int index = units <= 1 ? 0 : BitOperations.Log2(units - 1) + 1;
        _counts[Math.Min(index, Bounded)]++;
    }
}
