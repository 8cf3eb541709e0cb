using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>Pipes of one loop, last in first out; at most so many as the loop lends (<see cref="Loop.MaxConduits"/>). Loop thread only.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class KernelPipePool(Loop loop)
{
    // A pipe holds so many pieces of a socket's memory, whatever their size: 128 here, 16 by default; with Ethernet's packets some 180 KiB.
    // An unprivileged user may have 16,384 pages in all (pipe(7)): 128 pipes of this size.
    private const int Capacity = 512 * 1024;

    private const int MostKept = 16;

    private readonly Stack<KernelPipe> _free = new();
    private int _inUse;

    /// <summary>A pipe; null when the loop uses as many as it may, or the system gives none of this size.</summary>
    public KernelPipe? TryRent()
    {
        if (_inUse >= loop.MaxConduits)
        {
            return null;
        }

        if (!_free.TryPop(out KernelPipe? pipe))
        {
            pipe = TryCreate();
        }

        _inUse += pipe is null ? 0 : 1;
        return pipe;
    }

    /// <summary>Takes one back. One that is not empty must not meet another body.</summary>
    public void Return(KernelPipe pipe)
    {
        _inUse--;
        if (pipe.Held > 0 || _free.Count >= MostKept)
        {
            pipe.Close();
            return;
        }

        _free.Push(pipe);
    }

    /// <summary>Closes those not in use.</summary>
    public void Clear()
    {
        while (_free.TryPop(out KernelPipe? pipe))
        {
            pipe.Close();
        }
    }

    private KernelPipe? TryCreate()
    {
        int* ends = stackalloc int[2];
        if (Libc.Pipe2(ends, Libc.O_NONBLOCK | Libc.O_CLOEXEC) < 0)
        {
            return null;
        }

        var pipe = new KernelPipe(this, ends[0], ends[1]);
        if (Libc.Fcntl(pipe.WriteEnd, Libc.F_SETPIPE_SZ, Capacity) < 0)
        {
            pipe.Close();
            return null;
        }

        return pipe;
    }
}
