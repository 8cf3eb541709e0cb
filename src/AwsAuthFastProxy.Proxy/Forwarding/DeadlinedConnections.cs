using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Puts a deadline on each wait of one reader and one writer: when it passes, the wait ends with <see cref="IoStatus.TimedOut"/>.</summary>
internal sealed class DeadlinedConnections
{
    private readonly Loop _loop;
    private readonly Deadline _read;
    private readonly Deadline _write;
    private ConnectionReader? _reader;
    private ConnectionWriter? _writer;

    public DeadlinedConnections(Loop loop)
    {
        _loop = loop;
        _read = new Deadline(loop.Timers, () => _reader?.Interrupt(IoStatus.TimedOut));
        _write = new Deadline(loop.Timers, () => _writer?.Interrupt(IoStatus.TimedOut));
    }

    public void Use(ConnectionReader? reader, ConnectionWriter? writer)
    {
        _reader = reader;
        _writer = writer;
    }

    /// <summary>Lets go of both.</summary>
    public void Release() => Use(null, null);

    /// <summary>Waits for a pending fill of the reader.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    public async ValueTask<IoStatus> ReadAsync(ValueTask<IoStatus> pending, long timeout)
    {
        _read.Set(_loop.Now + timeout);
        IoStatus status = await pending;
        _read.Cancel();
        return status;
    }

    /// <summary>Waits for a pending send of the writer.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    public async ValueTask<IoStatus> WriteAsync(ValueTask<IoStatus> pending, long timeout)
    {
        _write.Set(_loop.Now + timeout);
        IoStatus status = await pending;
        _write.Cancel();
        return status;
    }
}
