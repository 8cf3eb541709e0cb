using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// The waits of a body: of one reader and one writer, each with its <see cref="Pace"/>. Only waiting for a side counts against it, and what
/// does not wait costs nothing. A send that moves on, if slowly, is judged by its pace and not by its length.
/// </summary>
internal sealed class PacedConnections
{
    private readonly Loop _loop;
    private readonly Deadline _read;
    private readonly Deadline _write;
    private ConnectionReader? _reader;
    private ConnectionWriter? _writer;
    private Pace _readPace;
    private Pace _writePace;
    private long _taken;
    private long _writeBegun;
    private long _sent;
    private bool _reading;

    public PacedConnections(Loop loop)
    {
        _loop = loop;
        _read = new Deadline(loop.Timers, () => _reader?.EndFill(IoStatus.TimedOut));
        _write = new Deadline(loop.Timers, OnWriteDue);
    }

    public void Use(ConnectionReader reader, Pace readPace, ConnectionWriter writer, Pace writePace)
    {
        (_reader, _readPace, _taken) = (reader, readPace, 0);
        (_writer, _writePace, _sent) = (writer, writePace, writer.SentBytes);
    }

    /// <summary>Lets go of both.</summary>
    public void Release() => (_reader, _writer) = (null, null);

    /// <summary>Bytes of the reader were taken.</summary>
    public void Take(int count) => _taken += count;

    /// <summary>Ends a read under way.</summary>
    public void StopReading()
    {
        if (_reading)
        {
            _reader?.EndFill(IoStatus.Aborted);
        }
    }

    /// <summary>Waits for a pending fill of the reader.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    public async ValueTask<IoStatus> ReadAsync(ValueTask<IoStatus> pending)
    {
        _readPace.Earn(_taken);
        _taken = 0;
        _reading = true;
        long begun = _loop.Now;
        _read.Set(begun + _readPace.Left);
        IoStatus status = await pending;
        _read.Cancel();
        _reading = false;
        _readPace.Spend(_loop.Now - begun);
        return status;
    }

    /// <summary>Waits for a pending send of the writer.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    public async ValueTask<IoStatus> WriteAsync(ValueTask<IoStatus> pending)
    {
        _writeBegun = _loop.Now;
        EarnSent();
        _write.Set(_loop.Now + _writePace.Left);
        IoStatus status = await pending;
        _write.Cancel();
        _writePace.Spend(_loop.Now - _writeBegun);
        return status;
    }

    private bool EarnSent()
    {
        long sent = (_writer?.SentBytes ?? _sent) - _sent;
        _sent += sent;
        _writePace.Earn(sent);
        return sent > 0;
    }

    private void OnWriteDue()
    {
        long now = _loop.Now;
        _writePace.Spend(now - _writeBegun);
        _writeBegun = now;
        if (EarnSent() && _writePace.Left > 0)
        {
            _write.Set(now + _writePace.Left);
            return;
        }

        _writer?.Interrupt(IoStatus.TimedOut);
    }
}
