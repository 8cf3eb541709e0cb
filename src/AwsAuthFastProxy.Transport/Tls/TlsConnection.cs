using System.Net;
using System.Net.Security;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>
/// TLS over a connection, by <see cref="SslStream"/>. The only type that knows which TLS library is used.
/// </summary>
public sealed class TlsConnection : Connection
{
    private readonly ReadinessConnection _inner;
    private readonly TlsReader _input;
    private readonly TlsWriter _output;

    internal TlsConnection(ReadinessConnection inner, SslStream ssl, ConnectionStream stream)
        : base(inner.Loop)
    {
        _inner = inner;
        Ssl = ssl;
        Stream = stream;
        _input = new TlsReader(this);
        _output = new TlsWriter(this);
        inner.HangUp = TellHangUp;
    }

    /// <inheritdoc/>
    public override ConnectionReader Input => _input;

    /// <inheritdoc/>
    public override ConnectionWriter Output => _output;

    /// <inheritdoc/>
    public override IPEndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    /// <summary>The TLS session.</summary>
    internal SslStream Ssl { get; }

    /// <summary>What lies below it.</summary>
    internal ConnectionStream Stream { get; }

    /// <inheritdoc/>
    public override void ShutdownSend() => _inner.ShutdownSend();

    /// <summary>Keeps the first error's words and gives its status.</summary>
    internal IoStatus Fail(Exception error)
    {
        Error ??= _inner.Error ?? error.Message;
        return IsClosed ? IoStatus.Aborted
            : _inner.Input.Ended is IoStatus.Reset ? IoStatus.Reset
            : IoStatus.Failed;
    }

    /// <summary>An unused connection received something or ended.</summary>
    internal void OnIdleRead() => BreakIdle();

    /// <inheritdoc/>
    protected override void OnClose(IoStatus reason)
    {
        // Closing the socket first ends the pending operations of the TLS session with an error.
        _inner.Close(reason);
        _input.OnClosed(reason);
        _output.OnClosed(reason);
        Ssl.Dispose();
    }

    /// <inheritdoc/>
    protected override bool OnPark() =>
        _input.UnreadLength == 0 && _output.Composed == 0 && _input.Ended == IoStatus.Ok && _input.TryBeginIdleRead();

    /// <inheritdoc/>
    protected override bool OnUnpark() => _input.TryEndIdleRead();
}
