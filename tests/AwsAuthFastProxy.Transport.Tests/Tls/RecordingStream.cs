using System.Buffers.Binary;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

/// <summary>Keeps what a TLS server writes, to see what its first flight was.</summary>
internal sealed class RecordingStream(Stream inner) : Stream
{
    private const int ServerHello = 2;
    private const int PreSharedKey = 41;

    private readonly MemoryStream _written = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public bool Recording { get; set; } = true;

    /// <summary>
    /// True when the first message resumes a session of TLS 1.3: a ServerHello with the pre_shared_key extension (RFC 8446 §4.1.3, §4.2.11).
    /// </summary>
    public bool Resumed
    {
        get
        {
            ReadOnlySpan<byte> bytes = _written.GetBuffer().AsSpan(5, (int)_written.Length - 5);
            Assert.Equal(ServerHello, bytes[0]);
            // Type and length, version, random; then the session id; cipher suite and compression; then the extensions.
            bytes = bytes[(4 + 2 + 32)..];
            bytes = bytes[(1 + bytes[0] + 2 + 1)..];
            ReadOnlySpan<byte> extensions = bytes.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(bytes));
            while (!extensions.IsEmpty)
            {
                if (BinaryPrimitives.ReadUInt16BigEndian(extensions) == PreSharedKey)
                {
                    return true;
                }

                extensions = extensions[(4 + BinaryPrimitives.ReadUInt16BigEndian(extensions[2..]))..];
            }

            return false;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Recording)
        {
            _written.Write(buffer.Span);
        }

        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
