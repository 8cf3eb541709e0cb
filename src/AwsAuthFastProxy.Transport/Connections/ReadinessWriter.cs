using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>Output of a <see cref="ReadinessConnection"/>: one send for composed and foreign bytes; waits for the engine's word when the peer is slow.</summary>
internal sealed class ReadinessWriter(ReadinessConnection connection)
    : ConnectionWriter(connection.Loop.Buffers), IValueTaskSource<IoStatus>
{
    private const int JoinLimit = 4096;

    private LoopSignal<IoStatus> _signal;
    private ReadOnlyMemory<byte> _foreign;
    private int _sentComposed;
    private bool _waiting;
    private long _sent;
    private Conduit? _conduit;

    /// <inheritdoc/>
    public override long SentBytes => _sent;

    /// <inheritdoc/>
    public override ValueTask<IoStatus> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        connection.Loop.AssertOnLoop();
        if (_waiting)
        {
            throw new InvalidOperationException("a send is already pending");
        }

        if (Ended != IoStatus.Ok)
        {
            Discard();
            return new ValueTask<IoStatus>(Ended);
        }

        if (Composed > 0 && bytes.Length is > 0 and <= JoinLimit)
        {
            // Copying a few kilobytes costs less than a vector of two in the kernel.
            bytes.Span.CopyTo(GetSpan(bytes.Length));
            Advance(bytes.Length);
            bytes = default;
        }

        _foreign = bytes;
        return Begin();
    }

    /// <inheritdoc/>
    public override ValueTask<IoStatus> SendConduitAsync(Conduit conduit)
    {
        connection.Loop.AssertOnLoop();
        if (_waiting || Composed > 0)
        {
            throw new InvalidOperationException("something else is to be sent first");
        }

        if (Ended != IoStatus.Ok)
        {
            return new ValueTask<IoStatus>(Ended);
        }

        _conduit = conduit;
        return Begin();
    }

    /// <inheritdoc/>
    public override void Interrupt(IoStatus status)
    {
        if (_waiting)
        {
            Ended = status;
            Finish(status);
        }
    }

    /// <summary>The engine says there may be room.</summary>
    public void OnWritable()
    {
        if (_waiting)
        {
            IoStatus status = TrySend();
            if (status != IoStatus.WouldBlock)
            {
                Finish(status);
            }
        }
    }

    /// <summary>The connection was closed.</summary>
    public void OnClosed(IoStatus reason)
    {
        if (_waiting)
        {
            Finish(reason);
        }
        else
        {
            Discard();
        }
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

    private ValueTask<IoStatus> Begin()
    {
        _sentComposed = 0;
        IoStatus status = connection.Writable ? TrySend() : IoStatus.WouldBlock;
        if (status != IoStatus.WouldBlock)
        {
            _foreign = default;
            _conduit = null;
            return new ValueTask<IoStatus>(status);
        }

        _waiting = true;
        return new ValueTask<IoStatus>(this, _signal.Version);
    }

    private void Finish(IoStatus status)
    {
        _waiting = false;
        _foreign = default;
        _conduit = null;
        if (status != IoStatus.Ok)
        {
            Discard();
        }

        _signal.SetResult(status);
    }

    private IoStatus TryMove(Conduit conduit)
    {
        while (conduit.Held > 0)
        {
            IoResult result = connection.Send(conduit);
            if (result.Status == IoStatus.WouldBlock)
            {
                connection.Writable = false;
                return IoStatus.WouldBlock;
            }

            if (result.Status != IoStatus.Ok)
            {
                Ended = result.Status;
                return result.Status;
            }

            conduit.Held -= result.Bytes;
            _sent += result.Bytes;
        }

        return IoStatus.Ok;
    }

    private IoStatus TrySend()
    {
        if (_conduit is { } conduit)
        {
            return TryMove(conduit);
        }

        while (true)
        {
            ReadOnlySpan<byte> composed = ComposedSpan(_sentComposed);
            int wanted = composed.Length + _foreign.Length;
            if (wanted == 0)
            {
                Discard();
                return IoStatus.Ok;
            }

            IoResult result = connection.Send(composed, _foreign.Span);
            if (result.Status != IoStatus.Ok)
            {
                if (result.Status == IoStatus.WouldBlock)
                {
                    connection.Writable = false;
                }
                else
                {
                    Ended = result.Status;
                    Discard();
                }

                return result.Status;
            }

            _sent += result.Bytes;
            int fromComposed = Math.Min(result.Bytes, composed.Length);
            _sentComposed += fromComposed;
            _foreign = _foreign[(result.Bytes - fromComposed)..];
            if (result.Bytes == wanted)
            {
                Discard();
                return IoStatus.Ok;
            }

            // Short: the send buffer is full; the kernel tells when it has drained.
            connection.Writable = false;
            return IoStatus.WouldBlock;
        }
    }
}
