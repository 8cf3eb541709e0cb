using System.Security.Authentication;
using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>
/// Input of a <see cref="TlsConnection"/>. One read of the TLS session may stay pending while the connection is unused: session tickets
/// are taken in by it, while data or an end show that the connection is of no use. The next fill takes the same read over.
/// </summary>
internal sealed class TlsReader : ConnectionReader, IValueTaskSource<IoStatus>
{
    private readonly TlsConnection _connection;
    private readonly Action _readCompleted;
    private LoopSignal<IoStatus> _signal;
    private ValueTask<int> _read;
    private bool _reading;
    private bool _waiting;
    private bool _idle;
    private bool _probing;
    private bool _closed;
    private bool _unannounced;

    public TlsReader(TlsConnection connection)
        : base(connection.Loop.Buffers)
    {
        _connection = connection;
        _readCompleted = OnReadCompleted;
    }

    /// <inheritdoc/>
    public override ValueTask<IoStatus> FillAsync()
    {
        if (_waiting)
        {
            throw new InvalidOperationException("a receive is already pending");
        }

        IoStatus status = TakeInterrupt();
        if (status == IoStatus.Ok && _unannounced)
        {
            _unannounced = false;
            if (UnreadLength > 0)
            {
                return new ValueTask<IoStatus>(IoStatus.Ok);
            }
        }

        if (status == IoStatus.Ok)
        {
            status = Ended;
        }

        if (status == IoStatus.Ok)
        {
            status = _reading ? IoStatus.WouldBlock
                : _connection.WaitsWithoutBlock && UnreadLength == 0 ? ProbeThenRead()
                : BeginRead();
        }

        if (status != IoStatus.WouldBlock)
        {
            return new ValueTask<IoStatus>(status);
        }

        _waiting = true;
        return new ValueTask<IoStatus>(this, _signal.Version);
    }

    /// <summary>
    /// Leaves a read of no bytes pending while the connection is unused: it holds no block and ends when data has been
    /// decrypted or input has ended. False when something is there already.
    /// </summary>
    public bool TryBeginIdleRead()
    {
        _idle = _reading || BeginRead(default) == IoStatus.WouldBlock;
        return _idle;
    }

    /// <summary>The connection is used again; false when the pending read has ended meanwhile.</summary>
    public bool TryEndIdleRead()
    {
        _idle = false;
        return _reading && Ended == IoStatus.Ok;
    }

    /// <summary>The connection was closed.</summary>
    public void OnClosed(IoStatus reason)
    {
        _closed = true;
        if (_waiting)
        {
            Finish(reason);
        }

        // A read still pending writes into the block; it is given back when that read has ended.
        Abandon();
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _signal.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token);

    /// <inheritdoc/>
    public IoStatus GetResult(short token)
    {
        IoStatus status = _signal.GetResult(token);
        _signal.Reset();
        return status;
    }

    /// <inheritdoc/>
    protected override bool EndPendingFill(IoStatus status)
    {
        if (!_waiting)
        {
            return false;
        }

        Finish(status);
        return true;
    }

    private IoStatus ProbeThenRead()
    {
        IoStatus status = BeginRead(default);
        return status == IoStatus.Ok ? BeginRead() : status;
    }

    private IoStatus BeginRead()
    {
        Memory<byte> room = Room();
        return room.IsEmpty ? IoStatus.WindowFull : ReadOn(BeginRead(room));
    }

    /// <summary>
    /// Behind a read that went well, decrypts what else has been received: the more of a body there is, the fewer sends it takes. What goes
    /// wrong there, or waits, is for the next fill.
    /// </summary>
    private IoStatus ReadOn(IoStatus status)
    {
        if (status == IoStatus.Ok)
        {
            while (RoomLeft > 0 && _connection.Stream.HasRecord && Room() is { IsEmpty: false } room && BeginRead(room) == IoStatus.Ok)
            {
            }
        }

        return status;
    }

    private IoStatus BeginRead(Memory<byte> room)
    {
        _probing = room.IsEmpty;
        _connection.Stream.ReceiveSize = BlockSize;
        ValueTask<int> read = _connection.Ssl.ReadAsync(room);
        if (read.IsCompleted)
        {
            return Take(read);
        }

        _read = read;
        _reading = true;
        if (!_probing)
        {
            LendRoom();
        }

        read.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_readCompleted);
        return IoStatus.WouldBlock;
    }

    // Called by the TLS session's code, on the loop's thread but without its context.
    private void OnReadCompleted()
    {
        SynchronizationContext? foreign = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_connection.Loop.Context);
        try
        {
            EndRead();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(foreign);
        }
    }

    private void EndRead()
    {
        _connection.Loop.AssertOnLoop();
        _reading = false;
        ReclaimRoom();
        ValueTask<int> read = _read;
        _read = default;
        IoStatus status = Take(read);
        if (_closed)
        {
            Abandon();
        }
        else if (_waiting)
        {
            if (status == IoStatus.Ok)
            {
                status = _probing ? BeginRead() : ReadOn(status);
            }

            if (status != IoStatus.WouldBlock)
            {
                Finish(status);
            }
        }
        else if (_idle)
        {
            _connection.OnIdleRead();
        }
        else
        {
            // Bytes of a fill that was interrupted: the next one tells of them.
            _unannounced = UnreadLength > 0;
            ReleaseIfEmpty();
        }
    }

    private IoStatus Take(ValueTask<int> read)
    {
        IoStatus status;
        try
        {
            int count = read.GetAwaiter().GetResult();
            if (count > 0)
            {
                Commit(count);
                return IoStatus.Ok;
            }

            if (_probing)
            {
                return IoStatus.Ok;
            }

            status = _connection.EndOfInput();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or AuthenticationException)
        {
            status = _connection.Fail(e);
        }

        ReleaseIfEmpty();
        End(status);
        return Ended;
    }

    private void Finish(IoStatus status)
    {
        _waiting = false;
        _signal.SetResult(status);
    }
}
