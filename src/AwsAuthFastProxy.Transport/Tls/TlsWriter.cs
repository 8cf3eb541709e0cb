using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>Output of a <see cref="TlsConnection"/>: composed and foreign bytes are encrypted, gathered and sent.</summary>
internal sealed class TlsWriter(TlsConnection connection) : ConnectionWriter(connection.Loop.Buffers)
{
    private bool _sending;

    /// <inheritdoc/>
    public override long SentBytes => connection.SentBytes;

    /// <inheritdoc/>
    public override ValueTask<IoStatus> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (Ended != IoStatus.Ok)
        {
            if (!_sending)
            {
                Discard();
            }

            return new ValueTask<IoStatus>(Ended);
        }

        return _sending ? throw new InvalidOperationException("a send is already pending") : WriteAsync(bytes);
    }

    /// <inheritdoc/>
    public override void Interrupt(IoStatus status)
    {
        if (_sending)
        {
            // A TLS record cannot be half sent and the connection used on.
            Ended = status;
            connection.Close(status);
        }
    }

    /// <summary>The connection was closed.</summary>
    public void OnClosed()
    {
        if (!_sending)
        {
            Discard();
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<IoStatus> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _sending = true;
        IoStatus status;
        try
        {
            // A head and the first bytes of its body share a record where they fit.
            if (Composed > 0 && bytes.Length > 0 && bytes.Length <= 4096)
            {
                bytes.Span.CopyTo(GetSpan(bytes.Length));
                Advance(bytes.Length);
                bytes = default;
            }

            if (Composed > 0)
            {
                await connection.Ssl.WriteAsync(ComposedMemory);
            }

            if (!bytes.IsEmpty)
            {
                await connection.Ssl.WriteAsync(bytes);
            }

            status = await connection.Stream.SendAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            status = connection.Fail(e);
        }

        _sending = false;
        Discard();
        if (status != IoStatus.Ok && Ended == IoStatus.Ok)
        {
            Ended = status;
        }

        return Ended == IoStatus.Ok ? status : Ended;
    }
}
