using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Puts a deadline on each wait of one reader and one writer: when it passes, the wait ends with <see cref="IoStatus.TimedOut"/>.
/// Times are the loop's milliseconds.
/// </summary>
internal sealed class DeadlinedConnections
{
    private readonly Deadline _read;
    private readonly Deadline _write;
    private ConnectionReader? _reader;
    private bool _reading;
    private ConnectionWriter? _writer;

    public DeadlinedConnections(Loop loop)
    {
        _read = new Deadline(loop.Timers, () => _reader?.EndFill(IoStatus.TimedOut));
        _write = new Deadline(loop.Timers, () => _writer?.Interrupt(IoStatus.TimedOut));
    }

    public void Use(ConnectionReader? reader, ConnectionWriter? writer)
    {
        _reader = reader;
        _writer = writer;
    }

    /// <summary>Lets go of both.</summary>
    public void Release() => Use(null, null);

    /// <summary>Moves the deadline of a read under way.</summary>
    public void MoveRead(long due)
    {
        if (_reading)
        {
            _read.Set(due);
        }
    }

    /// <summary>
    /// Sets the deadline of a fill of <paramref name="reader"/> that the caller awaits itself: one state machine less where every request waits.
    /// </summary>
    public void BeginRead(ConnectionReader reader, long due)
    {
        Use(reader, null);
        _reading = true;
        _read.Set(due);
    }

    /// <summary>The fill of <see cref="BeginRead"/> is over.</summary>
    public void EndRead()
    {
        _read.Cancel();
        _reading = false;
    }

    /// <summary>Waits for a pending fill of the reader.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    public async ValueTask<IoStatus> ReadAsync(ValueTask<IoStatus> pending, long due)
    {
        _reading = true;
        _read.Set(due);
        IoStatus status = await pending;
        EndRead();
        return status;
    }

    /// <summary>Waits for a pending send of the writer.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    public async ValueTask<IoStatus> WriteAsync(ValueTask<IoStatus> pending, long due)
    {
        _write.Set(due);
        IoStatus status = await pending;
        _write.Cancel();
        return status;
    }
}
