using System.Diagnostics;

namespace AwsAuthFastProxy.Transport.Buffers;

/// <summary>
/// Blocks of one loop, last in first out so that the warmest is used next. Arrays lie on the pinned heap: a system call may hold
/// their address for as long as the block is referenced. Loop thread only.
/// </summary>
public sealed class BufferPool
{
    /// <summary>Bytes of a small block: one message head at the default limit.</summary>
    public const int SmallSize = 16 * 1024;

    /// <summary>Bytes of a large block. A 1 MiB body cost 0.37 times nginx's CPU with 256 KiB, whose default is 8 KiB.</summary>
    public const int LargeSize = 256 * 1024;

    // What slow readers may hold in large blocks; beyond it bodies flow through small ones.
    private const int LargeBudget = 256;
    private const int SmallKept = 1024;
    private const int LargeKept = 16;

    private readonly Stack<byte[]> _small = new();
    private readonly Stack<byte[]> _large = new();

    /// <summary>Blocks rented and not yet returned; zero when every connection is idle.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Large blocks rented and not yet returned.</summary>
    public int OutstandingLarge { get; private set; }

    /// <summary>
    /// Rents a block of at least <paramref name="size"/> bytes up to <see cref="SmallSize"/>; above that a large one,
    /// or, when the loop's budget of large ones is spent and <paramref name="required"/> is false, a small one.
    /// </summary>
    public byte[] Rent(int size, bool required = false)
    {
        Outstanding++;
        if (size <= SmallSize)
        {
            return _small.TryPop(out byte[]? small) ? small : GC.AllocateUninitializedArray<byte>(SmallSize, pinned: true);
        }

        if (size > LargeSize)
        {
            return GC.AllocateUninitializedArray<byte>(size, pinned: true);
        }

        if (OutstandingLarge >= LargeBudget && !required)
        {
            Outstanding--;
            return Rent(SmallSize);
        }

        OutstandingLarge++;
        return _large.TryPop(out byte[]? large) ? large : GC.AllocateUninitializedArray<byte>(LargeSize, pinned: true);
    }

    /// <summary>Takes a block out of use for ever: somebody may still read it.</summary>
    public void Forget(byte[] block)
    {
        Outstanding--;
        if (block.Length == LargeSize)
        {
            OutstandingLarge--;
        }
    }

    /// <summary>Gives a block back. The caller holds no reference to it any more.</summary>
    public void Return(byte[] block)
    {
        Debug.Assert(Outstanding > 0 && !_small.Contains(block) && !_large.Contains(block), "returned twice");
        Outstanding--;
        switch (block.Length)
        {
            case SmallSize:
                if (_small.Count < SmallKept)
                {
                    Scramble(block);
                    _small.Push(block);
                }

                break;
            case LargeSize:
                OutstandingLarge--;
                if (_large.Count < LargeKept)
                {
                    Scramble(block);
                    _large.Push(block);
                }

                break;
        }
    }

    /// <summary>Debug builds: what still reads a returned block reads nonsense, and a test sees it.</summary>
    [Conditional("DEBUG")]
    private static void Scramble(byte[] block) => block.AsSpan().Fill(0xDB);
}
