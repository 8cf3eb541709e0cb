using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>Input of a <see cref="ReadinessConnection"/>: tries at once when the engine said ready, else completes from its word.</summary>
internal sealed class ReadinessReader(ReadinessConnection connection)
    : ConnectionReader(connection.Loop.Buffers), IValueTaskSource<IoStatus>
{
    private LoopSignal<IoStatus> _signal;
    private bool _waiting;
    private Conduit? _conduit;
    private int _most;

    /// <inheritdoc/>
    public override ValueTask<IoStatus> FillAsync() => BeginFill();

    /// <inheritdoc/>
    public override ValueTask<IoStatus> FillConduitAsync(Conduit conduit, long most)
    {
        if (UnreadLength > 0 || conduit.Held > 0)
        {
            throw new InvalidOperationException("bytes received before lie in the way");
        }

        _conduit = conduit;
        _most = (int)Math.Min(most, int.MaxValue);
        ValueTask<IoStatus> fill = BeginFill();
        if (!_waiting)
        {
            _conduit = null;
        }

        return fill;
    }

    /// <summary>The engine says there may be something.</summary>
    public void OnReadable()
    {
        if (!_waiting)
        {
            return;
        }

        IoStatus status = TryFill();
        if (status == IoStatus.WouldBlock)
        {
            connection.WatchRead();
            return;
        }

        Finish(status);
    }

    /// <summary>The connection was closed.</summary>
    public void OnClosed(IoStatus reason)
    {
        if (_waiting)
        {
            Finish(reason);
        }

        Abandon();
    }

    ValueTaskSourceStatus IValueTaskSource<IoStatus>.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource<IoStatus>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token);

    IoStatus IValueTaskSource<IoStatus>.GetResult(short token)
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

    private ValueTask<IoStatus> BeginFill()
    {
        connection.Loop.AssertOnLoop();
        if (_waiting)
        {
            throw new InvalidOperationException("a receive is already pending");
        }

        IoStatus status = TakeInterrupt();
        if (status == IoStatus.Ok)
        {
            status = Ended;
        }

        if (status == IoStatus.Ok)
        {
            status = connection.Readable ? TryFill() : IoStatus.WouldBlock;
        }

        if (status != IoStatus.WouldBlock)
        {
            return new ValueTask<IoStatus>(status);
        }

        Wait();
        return new ValueTask<IoStatus>(this, _signal.Version);
    }

    private void Wait()
    {
        _waiting = true;
        ReleaseIfEmpty();
        connection.WatchRead();
    }

    private void Finish(IoStatus status)
    {
        _waiting = false;
        _conduit = null;
        _signal.SetResult(status);
    }

    private IoStatus TryFill()
    {
        if (_conduit is { } conduit)
        {
            return TryMove(conduit);
        }

        Memory<byte> room = Room();
        if (room.IsEmpty)
        {
            return IoStatus.WindowFull;
        }

        IoResult result = Receive(room.Span);
        if (result.Status == IoStatus.Ok)
        {
            Commit(result.Bytes);
        }
        else
        {
            ReleaseIfEmpty();
        }

        return result.Status;
    }

    private IoStatus TryMove(Conduit conduit)
    {
        // How much was moved tells nothing of what is left: a conduit holds few pieces, however small. Only "would block" does.
        IoResult result = Judge(connection.Receive(conduit, _most), shortOf: 0);
        conduit.Held += result.Bytes;
        Count(result.Bytes);
        return result.Status;
    }

    private IoResult Receive(Span<byte> room) => Judge(connection.Receive(room), room.Length);

    private IoResult Judge(IoResult result, int shortOf)
    {
        if (result.Status == IoStatus.EndOfStream && connection.Broken != IoStatus.Ok)
        {
            // The kernel tells of a reset once: when a send took it, a receive says end of stream, which would make a
            // cut-off message look whole.
            result = IoResult.Ended(connection.Broken);
        }

        if (result.Status == IoStatus.Ok)
        {
            // Short: the socket is empty until the next edge. But a FIN already told of gives no further edge.
            connection.Readable = result.Bytes >= shortOf || connection.PeerEnded;
        }
        else if (result.Status == IoStatus.WouldBlock)
        {
            connection.Readable = false;
        }
        else
        {
            Ended = result.Status;
        }

        return result;
    }
}
