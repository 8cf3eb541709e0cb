using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
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
    private bool _finished;

    internal TlsConnection(ReadinessConnection inner, SslStream ssl, ConnectionStream stream)
        : base(inner.Loop)
    {
        _inner = inner;
        Ssl = ssl;
        Stream = stream;
        _input = new TlsReader(this);
        _output = new TlsWriter(this);
        inner.HangUp = TellHangUp;
        if (inner.HungUp)
        {
            TellHangUp();
        }
    }

    /// <inheritdoc/>
    public override ConnectionReader Input => _input;

    /// <inheritdoc/>
    public override ConnectionWriter Output => _output;

    /// <inheritdoc/>
    public override IPEndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    /// <inheritdoc/>
    public override IPEndPoint? LocalEndPoint => _inner.LocalEndPoint;

    /// <summary>
    /// A fill into an empty window waits without holding a block, as idle clients must; costs one call more of the session for each fill.
    /// </summary>
    internal bool WaitsWithoutBlock { get; init; }

    /// <summary>The version in use.</summary>
    public SslProtocols Protocol => Ssl.SslProtocol;

    /// <summary>The cipher suite in use.</summary>
    public TlsCipherSuite CipherSuite => Ssl.NegotiatedCipherSuite;

    /// <summary>What the server presented; belongs to the session.</summary>
    public X509Certificate2? ServerCertificate => Ssl.RemoteCertificate as X509Certificate2;

    /// <summary>Bytes sent below the session, records and all.</summary>
    internal long SentBytes => _inner.Output.SentBytes;

    /// <summary>The TLS session.</summary>
    internal SslStream Ssl { get; }

    /// <summary>What lies below it.</summary>
    internal ConnectionStream Stream { get; }

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
        if (!IsClosed && !_finished)
        {
            _finished = true;
            _ = FinishAsync();
        }
    }

    /// <summary>Keeps the first error's words and gives its status.</summary>
    internal IoStatus Fail(Exception error)
    {
        Error ??= _inner.Error ?? error.Message;
        return IsClosed ? IoStatus.Aborted
            : _inner.Broken is IoStatus.Reset or IoStatus.TimedOut ? _inner.Broken
            : IoStatus.Failed;
    }

    /// <summary>
    /// How input ended when the TLS session says it did: in order only by close_notify. A bare FIN can be forged and would make a
    /// cut-off message look whole (RFC 8446 §6.1, RFC 9112 §9.8).
    /// </summary>
    internal IoStatus EndOfInput()
    {
        if (!Stream.EndSeen)
        {
            return IoStatus.EndOfStream;
        }

        Error ??= "the peer ended the connection without close_notify";
        return IoStatus.Failed;
    }

    /// <summary>An unused connection received something or ended.</summary>
    internal void OnIdleRead() => BreakIdle();

    /// <inheritdoc/>
    protected override void OnClose(IoStatus reason)
    {
        // Both ends are told first, so that pending operations end with the reason; then closing the socket ends the
        // operations of the TLS session that still use their buffers, and those give them back.
        _input.End(reason);
        _output.End(reason);
        _input.OnClosed(reason);
        _output.OnClosed();
        _inner.Close(reason);
        Ssl.Dispose();
    }

    /// <inheritdoc/>
    protected override bool OnPark() =>
        _input.UnreadLength == 0 && _output.Composed == 0 && _input.TryBeginIdleRead();

    /// <inheritdoc/>
    protected override bool OnUnpark() => _input.TryEndIdleRead();

    // close_notify, then FIN: without the first the peer could not tell the end from an attacker's (RFC 8446 §6.1).
    private async Task FinishAsync()
    {
        try
        {
            await Ssl.ShutdownAsync();
            await Stream.SendAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Fail(e);
        }

        _inner.ShutdownSend();
    }
}
