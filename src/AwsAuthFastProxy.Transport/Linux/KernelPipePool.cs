using System.Runtime.Versioning;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>Pipes of one loop, last in first out. Loop thread only.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class KernelPipePool
{
    // A pipe holds so many pieces of a socket's memory, whatever their size: 64 here, 16 by default. With Ethernet's packets that is some 90 KiB.
    private const int Capacity = 256 * 1024;

    // What an unprivileged user may have in all is 16,384 pages (pipe(7)): 256 pipes of this size.
    private const int MostInUse = 64;
    private const int MostKept = 16;

    private readonly Stack<KernelPipe> _free = new();
    private int _inUse;

    /// <summary>A pipe; null when the loop uses as many as it may, or the system gives none of this size.</summary>
    public KernelPipe? TryRent()
    {
        if (_inUse >= MostInUse)
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
