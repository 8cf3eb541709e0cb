using System.Buffers;
using System.IO.Pipelines;
using AwsAuthFastProxy.Transport.Buffers;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>
/// The input of a connection: a <see cref="PipeReader"/> whose buffer is always one segment, so that a message head can be parsed as
/// one span. <see cref="Unread"/>, <see cref="FillAsync"/> and <see cref="Consume"/> say the same without sequences and positions.
/// Holds no block while it holds no byte.
/// </summary>
public abstract class ConnectionReader(BufferPool buffers) : PipeReader
{
    private byte[]? _block;
    private int _start;
    private int _end;
    private bool _roomLent;
    private bool _examined = true;
    private IoStatus _interrupt;

    /// <summary>Bytes received and not yet consumed. Valid until the next fill.</summary>
    public ReadOnlySpan<byte> Unread => _block.AsSpan(_start, _end - _start);

    /// <summary><see cref="Unread"/> as memory of a pinned block. Valid until the next fill or consume; a close leaves the bytes as they are.</summary>
    public ReadOnlyMemory<byte> UnreadMemory => _block.AsMemory(_start, _end - _start);

    /// <summary>Number of bytes in <see cref="Unread"/>.</summary>
    public int UnreadLength => _end - _start;

    /// <summary>Bytes consumed since the connection began.</summary>
    public long Consumed { get; private set; }

    /// <summary>
    /// Most bytes that are kept unread (a larger <see cref="BlockSize"/> counts instead); at least the head limit.
    /// A fill beyond it ends with <see cref="IoStatus.WindowFull"/>.
    /// </summary>
    public int WindowLimit { get; set; } = BufferPool.SmallSize;

    /// <summary>Block size wanted for the next fill into an empty window: large ones for bodies.</summary>
    public int BlockSize { get; set; } = BufferPool.SmallSize;

    /// <summary>How input ended: <see cref="IoStatus.Ok"/> while it has not.</summary>
    public IoStatus Ended { get; protected set; }

    /// <summary>
    /// Waits for more bytes and appends them to <see cref="Unread"/>. <see cref="IoStatus.Ok"/> when there is at least one more;
    /// else how input ended, <see cref="IoStatus.WindowFull"/>, or what interrupted it.
    /// </summary>
    public abstract ValueTask<IoStatus> FillAsync();

    /// <summary>
    /// Waits for bytes and moves at most <paramref name="most"/> of them into <paramref name="conduit"/>, which is empty, as is <see cref="Unread"/>.
    /// Ends as the other does; only for a conduit of this connection (<see cref="Connection.TryRentConduit"/>).
    /// </summary>
    public virtual ValueTask<IoStatus> FillConduitAsync(Conduit conduit, long most) => throw new NotSupportedException();

    /// <summary>Drops the first <paramref name="count"/> bytes of <see cref="Unread"/>.</summary>
    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_end - _start), nameof(count));
        _start += count;
        Consumed += count;
        if (_start == _end)
        {
            ReleaseBlock();
        }
    }

    /// <summary>Ends a pending fill with <paramref name="status"/>; nothing received is lost. Without one, the next fill.</summary>
    public void Interrupt(IoStatus status)
    {
        if (!EndPendingFill(status))
        {
            _interrupt = status;
        }
    }

    /// <summary>Ends a pending fill with <paramref name="status"/>; false, and nothing happens, when there is none.</summary>
    public bool EndFill(IoStatus status) => EndPendingFill(status);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Positions of a single array segment are indices into the array.
        _examined = _block is null || examined.GetInteger() == _end;
        if (_block is not null)
        {
            Consume(consumed.GetInteger() - _start);
        }
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => Interrupt(IoStatus.Aborted);

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => Drop();

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (_interrupt != IoStatus.Ok)
        {
            result = Result(TakeInterrupt());
            return true;
        }

        if (UnreadLength > 0 && !_examined || Ended != IoStatus.Ok)
        {
            result = Result(Ended);
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>
    /// See <see cref="PipeReader.ReadAsync"/>. Cancelled when interrupted and when the window is full; completed when input has
    /// ended, in whatever way (<see cref="Ended"/>). The token is looked at on entry only: <see cref="CancelPendingRead"/> ends a wait.
    /// </summary>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryRead(out ReadResult result))
        {
            return new ValueTask<ReadResult>(result);
        }

        ValueTask<IoStatus> fill = FillAsync();
        return fill.IsCompletedSuccessfully
            ? new ValueTask<ReadResult>(Result(fill.Result))
            : ReadSlowAsync(fill);
    }

    /// <summary>Drops all unread bytes.</summary>
    public void Drop()
    {
        Consumed += UnreadLength;
        _start = _end;
        ReleaseBlock();
    }

    /// <summary>Nothing more is received; the first reason stays.</summary>
    internal void End(IoStatus reason) => Ended = Ended == IoStatus.Ok ? reason : Ended;

    /// <summary>Drops an interrupt that found no fill to end.</summary>
    internal void ForgetInterrupt() => _interrupt = IoStatus.Ok;

    /// <summary>Ends a pending fill; false when there is none.</summary>
    protected abstract bool EndPendingFill(IoStatus status);

    /// <summary>Takes an interrupt that came while no fill was pending; <see cref="IoStatus.Ok"/> when none did.</summary>
    protected IoStatus TakeInterrupt()
    {
        IoStatus status = _interrupt;
        _interrupt = IoStatus.Ok;
        return status;
    }

    /// <summary>Room behind the unread bytes, at least one byte: makes it by renting, sliding or growing. Empty when the window is at its limit.</summary>
    protected Memory<byte> Room()
    {
        if (_block is null)
        {
            _block = buffers.Rent(BlockSize);
            _start = _end = 0;
        }
        else if (_end == _block.Length)
        {
            MakeRoom();
        }

        int room = Math.Min(_block.Length - _end, Limit - UnreadLength);
        return _block.AsMemory(_end, Math.Max(room, 0));
    }

    /// <summary>Bytes that fit behind the unread ones without making room.</summary>
    protected int RoomLeft => _block is null ? 0 : _block.Length - _end;

    /// <summary>A receive goes on writing into <see cref="Room"/>, whatever is consumed meanwhile: the block stays until <see cref="ReclaimRoom"/>.</summary>
    protected void LendRoom() => _roomLent = true;

    /// <summary>That receive has ended.</summary>
    protected void ReclaimRoom() => _roomLent = false;

    /// <summary>Bytes went elsewhere than into the window.</summary>
    protected void Count(int bytes) => Consumed += bytes;

    /// <summary>Bytes arrived in <see cref="Room"/>.</summary>
    protected void Commit(int count)
    {
        _end += count;
        _examined = false;
    }

    /// <summary>
    /// Lets go of unread bytes when the connection closes. Their block is not used again: another connection may be sending
    /// from it (<see cref="UnreadMemory"/>), and would send a stranger's bytes.
    /// </summary>
    protected void Abandon()
    {
        if (_block is not null && UnreadLength > 0 && !_roomLent)
        {
            buffers.Forget(_block);
            _block = null;
            _start = _end = 0;
        }

        ReleaseIfEmpty();
    }

    /// <summary>Gives the block back when it holds nothing.</summary>
    protected void ReleaseIfEmpty()
    {
        if (_start == _end)
        {
            ReleaseBlock();
        }
    }

    private int Limit => Math.Max(WindowLimit, BlockSize);

    private void MakeRoom()
    {
        int unread = UnreadLength;
        if (unread >= Limit)
        {
            return;
        }

        byte[] old = _block!;
        if (_start > 0)
        {
            old.AsSpan(_start, unread).CopyTo(old);
        }
        else
        {
            // Doubled, so that a window beyond the largest pooled block is not copied for each receive.
            byte[] larger = buffers.Rent(Math.Max(old.Length + 1, Math.Min(old.Length * 2, Limit)), required: true);
            old.AsSpan(0, unread).CopyTo(larger);
            buffers.Return(old);
            _block = larger;
        }

        _start = 0;
        _end = unread;
    }

    private void ReleaseBlock()
    {
        if (_roomLent)
        {
            return;
        }

        if (_block is not null)
        {
            buffers.Return(_block);
            _block = null;
        }

        _start = _end = 0;
    }

    private ReadResult Result(IoStatus status) => new(
        UnreadLength == 0 ? default : new ReadOnlySequence<byte>(_block!, _start, UnreadLength),
        isCanceled: status != IoStatus.Ok && Ended == IoStatus.Ok,
        isCompleted: Ended != IoStatus.Ok);

    private async ValueTask<ReadResult> ReadSlowAsync(ValueTask<IoStatus> fill) => Result(await fill);
}
