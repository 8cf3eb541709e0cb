using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>
/// A connection as the <see cref="Stream"/> that <see cref="System.Net.Security.SslStream"/> wants below it. One receive takes what is there, many
/// records if there are; the session gets them one at a time, so that it is known how many it could still decrypt without waiting.
/// Writes are gathered until <see cref="SendAsync"/>, so that the records of one message leave in one send.
/// What has to wait continues on the loop's thread (see <see cref="ForeignContinuation"/>); one read and one write at a time.
/// </summary>
internal sealed class ConnectionStream : Stream, IValueTaskSource<int>, IValueTaskSource
{
    // A few full TLS records; beyond it a write sends, which holds the writer back.
    private const int GatherLimit = 128 * 1024;

    private readonly ReadinessConnection _connection;
    private readonly Action _received;
    private readonly Action _sent;
    private RecordFraming _records;
    private ValueTask<IoStatus> _receive;
    private Memory<byte> _destination;
    private ValueTask<IoStatus> _send;
    private ForeignContinuation _afterReceive;
    private ForeignContinuation _afterSend;

    public ConnectionStream(ReadinessConnection connection)
    {
        _connection = connection;
        _received = () => _afterReceive.Run();
        _sent = () => _afterSend.Run();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>While set, writes are gathered for <see cref="SendAsync"/>; handshakes write through.</summary>
    public bool Gather { get; set; }

    /// <summary>True once a read saw the peer's FIN.</summary>
    public bool EndSeen => _connection.Input.Ended == IoStatus.EndOfStream;

    /// <summary>Bytes to receive at once, where they come.</summary>
    public int ReceiveSize
    {
        set => _connection.Input.BlockSize = value;
    }

    /// <summary>Whether the rest of a record has been received, so that the session need not wait for it.</summary>
    public bool HasRecord
    {
        get
        {
            ReadOnlySpan<byte> unread = _connection.Input.Unread;
            int record = _records.LengthOfNext(unread);
            return record >= 0 && unread.Length >= record;
        }
    }

    /// <summary>Sends what was gathered.</summary>
    public ValueTask<IoStatus> SendAsync() => _connection.Output.SendAsync(default);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ConnectionReader input = _connection.Input;
        if (input.UnreadLength > 0)
        {
            return new ValueTask<int>(Take(buffer));
        }

        ValueTask<IoStatus> receive = input.FillAsync();
        if (receive.IsCompleted)
        {
            IoStatus status = receive.Result;
            return status is IoStatus.Ok or IoStatus.EndOfStream
                ? new ValueTask<int>(Take(buffer))
                : ValueTask.FromException<int>(Failure(status));
        }

        _receive = receive;
        _destination = buffer;
        return new ValueTask<int>(this, 0);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ConnectionWriter output = _connection.Output;
        if (output.Ended != IoStatus.Ok)
        {
            // Nothing is gathered that could never be sent: its block would not come back.
            return Outcome(output.Ended);
        }

        if (Gather && output.Composed + buffer.Length <= GatherLimit)
        {
            buffer.Span.CopyTo(output.GetSpan(buffer.Length));
            output.Advance(buffer.Length);
            return default;
        }

        ValueTask<IoStatus> send = output.SendAsync(buffer);
        if (send.IsCompleted)
        {
            return Outcome(send.Result);
        }

        _send = send;
        return new ValueTask(this, 0);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a loop never blocks");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a loop never blocks");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // Versions are those of the operations below.
    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) =>
        _receive.IsCompleted ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) =>
        _send.IsCompleted ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _afterReceive.Set(continuation, state);
        _receive.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_received);
    }

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _afterSend.Set(continuation, state);
        _send.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_sent);
    }

    int IValueTaskSource<int>.GetResult(short token)
    {
        IoStatus status = _receive.GetAwaiter().GetResult();
        Memory<byte> destination = _destination;
        _destination = default;
        return status is IoStatus.Ok or IoStatus.EndOfStream ? Take(destination) : throw Failure(status);
    }

    void IValueTaskSource.GetResult(short token)
    {
        IoStatus status = _send.GetAwaiter().GetResult();
        if (status != IoStatus.Ok)
        {
            throw Failure(status);
        }
    }

    /// <summary>Hands out received bytes, of one record at most. None at the end of input.</summary>
    private int Take(Memory<byte> destination)
    {
        ConnectionReader input = _connection.Input;
        ReadOnlySpan<byte> unread = input.Unread;
        int record = _records.LengthOfNext(unread);
        int count = Math.Min(Math.Min(unread.Length, destination.Length), record < 0 ? int.MaxValue : record);
        unread = unread[..count];
        unread.CopyTo(destination.Span);
        _records.Pass(unread);
        input.Consume(count);
        return count;
    }

    private ValueTask Outcome(IoStatus status) => status == IoStatus.Ok ? default : ValueTask.FromException(Failure(status));

    private IOException Failure(IoStatus status) => new(_connection.Error ?? status.ToString());
}
