using System.IO.Pipelines;
using AwsAuthFastProxy.Transport.Buffers;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>
/// The output of a connection: a <see cref="PipeWriter"/> for what is composed here, and <see cref="SendAsync"/> for bytes that
/// already lie somewhere, which go out behind the composed ones without being copied. Holds no block while nothing is composed.
/// </summary>
public abstract class ConnectionWriter(BufferPool buffers) : PipeWriter
{
    private byte[]? _block;
    private int _written;

    /// <summary>Bytes composed and not yet sent.</summary>
    public int Composed => _written;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _written;

    /// <summary>How output ended: <see cref="IoStatus.Ok"/> while it has not.</summary>
    public IoStatus Ended { get; protected set; }

    /// <summary>Bytes that have left on the wire so far: a pending send that moves on is seen by it.</summary>
    public abstract long SentBytes { get; }

    /// <summary>
    /// Sends what was composed, then <paramref name="bytes"/>; completes when the kernel has taken all of it, so that a slow peer
    /// holds its sender back. <see cref="IoStatus.Ok"/> or how output ended. The bytes must stay as they are until then.
    /// One send at a time.
    /// </summary>
    public abstract ValueTask<IoStatus> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Sends all that <paramref name="conduit"/> holds; nothing may be composed. Else as <see cref="SendAsync(ReadOnlyMemory{byte})"/>.</summary>
    public virtual ValueTask<IoStatus> SendConduitAsync(Conduit conduit) => throw new NotSupportedException();

    /// <summary>Ends a pending send with <paramref name="status"/>; output has then ended, since part of it may be gone.</summary>
    public abstract void Interrupt(IoStatus status);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _block.AsMemory(_written);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _block.AsSpan(_written);
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)((_block?.Length ?? 0) - _written), nameof(bytes));
        _written += bytes;
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<IoStatus> send = SendAsync(default);
        return send.IsCompletedSuccessfully
            ? new ValueTask<FlushResult>(new FlushResult(false, send.Result != IoStatus.Ok))
            : FlushSlowAsync(send);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => Interrupt(IoStatus.Aborted);

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => Discard();

    /// <summary>Drops what was composed and not sent.</summary>
    public void Discard()
    {
        _written = 0;
        Release();
    }

    /// <summary>Nothing more is sent; the first reason stays.</summary>
    internal void End(IoStatus reason) => Ended = Ended == IoStatus.Ok ? reason : Ended;

    /// <summary>What was composed, from byte <paramref name="from"/> on.</summary>
    protected ReadOnlySpan<byte> ComposedSpan(int from) => _block.AsSpan(from, _written - from);

    /// <summary><see cref="ComposedSpan"/> as memory.</summary>
    protected ReadOnlyMemory<byte> ComposedMemory => _block.AsMemory(0, _written);

    private void Ensure(int sizeHint)
    {
        int needed = _written + Math.Max(sizeHint, 1);
        if (_block is null)
        {
            _block = buffers.Rent(needed, required: true);
        }
        else if (needed > _block.Length)
        {
            byte[] larger = buffers.Rent(needed, required: true);
            _block.AsSpan(0, _written).CopyTo(larger);
            buffers.Return(_block);
            _block = larger;
        }
    }

    private void Release()
    {
        if (_block is not null)
        {
            buffers.Return(_block);
            _block = null;
        }
    }

    private static async ValueTask<FlushResult> FlushSlowAsync(ValueTask<IoStatus> send) =>
        new(false, await send != IoStatus.Ok);
}
