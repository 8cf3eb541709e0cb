using System.Diagnostics;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>
/// Whether a loop turns, and how long a message waits until the loop comes to it, which is how long a ready socket waits too. Somebody
/// else's timer asks with <see cref="Beat"/>; a loop that nobody asks does nothing.
/// </summary>
public sealed class LoopPulse
{
    private readonly Loop _loop;
    private readonly SendOrPostCallback _answer;
    private long _askedAt;

    /// <summary>The pulse of <paramref name="loop"/>.</summary>
    public LoopPulse(Loop loop)
    {
        _loop = loop;
        _answer = _ => Answer();
    }

    /// <summary>How long messages waited.</summary>
    public LatencyHistogram Lag { get; } = new();

    /// <summary>Since when a message waits that has not been answered; zero when none does.</summary>
    public TimeSpan Waiting => Volatile.Read(ref _askedAt) is not 0 and var asked ? Stopwatch.GetElapsedTime(asked) : TimeSpan.Zero;

    /// <summary>Blocks of the loop's pool in use.</summary>
    public int BuffersInUse => _loop.Buffers.Outstanding;

    /// <summary>Those of them that are large (<see cref="BufferPool.LargeSize"/>).</summary>
    public int LargeBuffersInUse => _loop.Buffers.OutstandingLarge;

    /// <summary>Asks the loop, unless it still owes an answer. Any thread.</summary>
    public void Beat()
    {
        if (Interlocked.CompareExchange(ref _askedAt, Stopwatch.GetTimestamp(), 0) == 0)
        {
            _loop.Post(_answer, null);
        }
    }

    private void Answer()
    {
        Lag.Record(Stopwatch.GetTimestamp() - _askedAt);
        Volatile.Write(ref _askedAt, 0);
    }
}
