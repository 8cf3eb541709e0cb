using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>A pipe(7), for splice(2) between two sockets of one loop.</summary>
[SupportedOSPlatform("linux")]
internal sealed class KernelPipe : Conduit
{
    private readonly KernelPipePool _pool;

    public KernelPipe(KernelPipePool pool, int readEnd, int writeEnd) => (_pool, ReadEnd, WriteEnd) = (pool, readEnd, writeEnd);

    /// <summary>Descriptor of the end that bytes are taken from.</summary>
    public int ReadEnd { get; }

    /// <summary>Descriptor of the end that bytes are put in.</summary>
    public int WriteEnd { get; }

    /// <inheritdoc/>
    public override void Return() => _pool.Return(this);

    /// <summary>Closes both ends.</summary>
    public void Close()
    {
        _ = Libc.Close(ReadEnd);
        _ = Libc.Close(WriteEnd);
    }
}
