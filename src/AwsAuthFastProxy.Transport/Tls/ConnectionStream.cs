using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>
/// A connection as the <see cref="Stream"/> that <see cref="System.Net.Security.SslStream"/> wants below it. Reads go straight from the
/// socket into the caller's buffer. Writes are gathered until <see cref="SendAsync"/>, so that the records of one message leave in one send.
/// </summary>
internal sealed class ConnectionStream(ReadinessConnection connection) : Stream
{
    // A few full TLS records; beyond it a write sends, which holds the writer back.
    private const int GatherLimit = 128 * 1024;

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
    public bool EndSeen => connection.Input.Ended == IoStatus.EndOfStream;

    /// <summary>Sends what was gathered.</summary>
    public ValueTask<IoStatus> SendAsync() => connection.Output.SendAsync(default);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ((ReadinessReader)connection.Input).ReceiveAsync(buffer);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ConnectionWriter output = connection.Output;
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
        return send.IsCompletedSuccessfully ? Outcome(send.Result) : WriteSlowAsync(send);
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

    private static async ValueTask WriteSlowAsync(ValueTask<IoStatus> send) => await Outcome(await send);

    private static ValueTask Outcome(IoStatus status) => status == IoStatus.Ok
        ? default
        : ValueTask.FromException(new IOException(status.ToString()));
}
