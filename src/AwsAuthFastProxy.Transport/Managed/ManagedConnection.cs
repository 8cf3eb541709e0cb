using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Managed;

/// <summary>
/// A managed socket seen as ready or not: a zero-byte receive tells when there is something to read. What a send could not place is
/// copied, a part at a time, and sent in the background; when the kernel has taken it, the connection is writable again and the
/// next send counts it as moved. So nothing is reported as sent that a close could still lose.
/// </summary>
internal sealed class ManagedConnection : ReadinessConnection
{
    private const int BackgroundPart = 64 * 1024;

    private readonly Socket _socket;
    private readonly IPEndPoint _remote;
    private readonly SocketAsyncEventArgs _receive;
    private readonly SocketAsyncEventArgs _send;
    private bool _watching;
    private bool _sending;
    private int _sentInBackground;

    public ManagedConnection(ManagedLoop loop, Socket socket, IPEndPoint remote)
        : base(loop)
    {
        (_socket, _remote) = (socket, remote);
        socket.Blocking = false;
        _receive = new SocketAsyncEventArgs(true);
        _receive.SetBuffer(Array.Empty<byte>(), 0, 0);
        _receive.Completed += (_, _) => Loop.Post(static state => ((ManagedConnection)state!).OnWatched(), this);
        _send = new SocketAsyncEventArgs(true);
        _send.Completed += (_, _) => Loop.Post(static state => ((ManagedConnection)state!).OnSent(), this);
    }

    /// <inheritdoc/>
    public override IPEndPoint RemoteEndPoint => _remote;

    /// <inheritdoc/>
    public override IPEndPoint? LocalEndPoint => IsClosed ? null : (IPEndPoint?)_socket.LocalEndPoint;

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
        if (!IsClosed)
        {
            try
            {
                _socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // The peer was faster.
            }
        }
    }

    /// <inheritdoc/>
    protected internal override IoResult Receive(Span<byte> destination)
    {
        int count = _socket.Receive(destination, SocketFlags.None, out SocketError error);
        return error == SocketError.Success
            ? count > 0 ? IoResult.Moved(count) : IoResult.Ended(IoStatus.EndOfStream)
            : IoResult.Ended(Failed(error));
    }

    /// <inheritdoc/>
    protected internal override IoResult Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (_sending)
        {
            return IoResult.Ended(IoStatus.WouldBlock);
        }

        // The caller comes back with the same bytes, of which these have left meanwhile.
        int sent = _sentInBackground;
        _sentInBackground = 0;
        int total = first.Length + second.Length;
        while (sent < total)
        {
            ReadOnlySpan<byte> part = sent < first.Length ? first[sent..] : second[(sent - first.Length)..];
            int count = _socket.Send(part, SocketFlags.None, out SocketError error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                return IoResult.Ended(Failed(error));
            }

            if (error == SocketError.WouldBlock || count < part.Length)
            {
                SendInBackground(part[(error == SocketError.Success ? count : 0)..]);
                sent += error == SocketError.Success ? count : 0;
                return sent > 0 ? IoResult.Moved(sent) : IoResult.Ended(IoStatus.WouldBlock);
            }

            sent += count;
        }

        return IoResult.Moved(sent);
    }

    /// <inheritdoc/>
    protected internal override void WatchRead()
    {
        if (_watching || Readable || IsClosed)
        {
            return;
        }

        _watching = true;
        if (!_socket.ReceiveAsync(_receive))
        {
            Loop.Defer(static state => ((ManagedConnection)state!).OnWatched(), this);
        }
    }

    /// <inheritdoc/>
    protected override void CloseEngine()
    {
        // Event arguments are disposed of by their last completion: the socket ends a pending one first.
        _socket.Dispose();
        if (!_watching)
        {
            _receive.Dispose();
        }

        if (!_sending)
        {
            _send.Dispose();
        }
    }

    private void OnWatched()
    {
        _watching = false;
        if (IsClosed)
        {
            _receive.Dispose();
            return;
        }

        SocketError error = _receive.SocketError;
        if (error != SocketError.Success)
        {
            // Told once: the receive that follows may see a plain end.
            Failed(error);
        }

        OnReady(readable: true, writable: false, peerEnded: false, hungUp: error != SocketError.Success);
    }

    private void SendInBackground(ReadOnlySpan<byte> rest)
    {
        byte[] part = rest[..Math.Min(rest.Length, BackgroundPart)].ToArray();
        _sending = true;
        _send.SetBuffer(part, 0, part.Length);
        if (!_socket.SendAsync(_send))
        {
            Loop.Defer(static state => ((ManagedConnection)state!).OnSent(), this);
        }
    }

    private void OnSent()
    {
        _sending = false;
        if (IsClosed)
        {
            _send.Dispose();
            return;
        }

        SocketError error = _send.SocketError;
        if (error == SocketError.Success)
        {
            _sentInBackground = _send.BytesTransferred;
        }
        else
        {
            Failed(error);
        }

        _send.SetBuffer(null, 0, 0);
        OnReady(readable: false, writable: true, peerEnded: false, hungUp: error != SocketError.Success);
    }

    private IoStatus Failed(SocketError error) => error switch
    {
        SocketError.WouldBlock => IoStatus.WouldBlock,
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted => Fail(IoStatus.Reset, "connection reset by peer"),
        SocketError.TimedOut => Fail(IoStatus.TimedOut, "connection timed out"),
        _ => Fail(IoStatus.Failed, new SocketException((int)error).Message),
    };
}
