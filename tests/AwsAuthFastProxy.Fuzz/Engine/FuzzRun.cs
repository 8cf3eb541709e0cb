using System.Diagnostics;
using System.Globalization;

namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>Feeds one target: its seeds first, then mutations of them, until the time or the number of cases is over.</summary>
public sealed class FuzzRun(FuzzTarget target, int seed)
{
    // The first cases pay for what is made once.
    private const int WarmUp = 50;

    private byte[] _current = [];
    private long _began;

    /// <summary>Cases so far.</summary>
    public long Cases { get; private set; }

    /// <summary>The case under way, for a watch that wonders why it takes so long.</summary>
    public byte[] Current => Volatile.Read(ref _current);

    /// <summary>How long the case under way has taken.</summary>
    public TimeSpan Elapsed => Volatile.Read(ref _began) is > 0 and var began ? Stopwatch.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Every seed as it is, then <paramref name="cases"/> mutations.</summary>
    /// <exception cref="FuzzFailureException">A case failed.</exception>
    public void Run(long cases)
    {
        RunSeeds();
        Mutator mutator = NewMutator();
        for (long i = 0; i < cases; i++)
        {
            Check(mutator.Next());
        }
    }

    /// <summary>Every seed as it is, then mutations for a time.</summary>
    /// <exception cref="FuzzFailureException">A case failed.</exception>
    public void Run(TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp();
        RunSeeds();
        Mutator mutator = NewMutator();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            Check(mutator.Next());
        }
    }

    private void RunSeeds()
    {
        foreach (byte[] input in target.Seeds)
        {
            Check(input);
        }
    }

    private Mutator NewMutator() => new(new Random(seed), target.Seeds, target.Words, target.MostBytes);

    private void Check(byte[] input)
    {
        Volatile.Write(ref _current, input);
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Check(input);
        }
        catch (AllocationException) when (FailureOf(input) is null)
        {
            // Whenever it compiles a method anew the run-time may make tables of its own, some 24 KB at a time. What the input causes comes again.
        }
        catch (Exception e)
        {
            byte[] reduced = Reduce(input, e.GetType());
            throw new FuzzFailureException(target.Name, reduced, FailureOf(reduced) ?? e);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > target.MostAllocated && Cases > WarmUp)
        {
            string bytes = allocated.ToString(CultureInfo.InvariantCulture);
            throw new FuzzFailureException(target.Name, input, new InvalidOperationException($"the case allocated {bytes} bytes"));
        }

        Volatile.Write(ref _began, 0);
        Cases++;
    }

    /// <summary>Leaves out what is not needed for the same kind of failure: halves first, single bytes last.</summary>
    private byte[] Reduce(byte[] input, Type kind)
    {
        for (int size = Math.Max(1, input.Length / 2); size >= 1; size /= 2)
        {
            for (int at = 0; at + size <= input.Length;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                if (FailureOf(shorter)?.GetType() == kind)
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return input;
    }

    private Exception? FailureOf(byte[] input)
    {
        try
        {
            target.Check(input);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
