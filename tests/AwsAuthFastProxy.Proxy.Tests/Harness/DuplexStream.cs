using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>A connection as the stream that the embedded origin serves. Everything goes on on the loop, which the framework's pipe streams would leave.</summary>
internal sealed class DuplexStream(Connection connection) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        IoStatus status = connection.Input.UnreadLength == 0 ? await connection.Input.FillAsync() : IoStatus.Ok;
        if (status == IoStatus.EndOfStream)
        {
            return 0;
        }

        ThrowUnlessOk(status);
        int count = Math.Min(buffer.Length, connection.Input.UnreadLength);
        connection.Input.Unread[..count].CopyTo(buffer.Span);
        connection.Input.Consume(count);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        ThrowUnlessOk(await connection.Output.SendAsync(buffer));

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void ThrowUnlessOk(IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            throw new IOException(status.ToString());
        }
    }
}
