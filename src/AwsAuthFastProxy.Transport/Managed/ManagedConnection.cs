using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Managed;

/// <summary>
/// A managed socket seen as ready or not: a zero-byte receive tells when there is something to read; what a send could not place is
/// copied once and sent in the background, and the connection is writable again when that is done.
/// </summary>
internal sealed class ManagedConnection : ReadinessConnection
{
    private readonly Socket _socket;
    private readonly IPEndPoint _remote;
    private readonly SocketAsyncEventArgs _receive;
    private readonly SocketAsyncEventArgs _send;
    private bool _watching;
    private bool _sending;

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
    public override void ShutdownSend()
    {
        if (!IsClosed && !_sending)
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

        int sent = 0;
        foreach (bool isFirst in (ReadOnlySpan<bool>)[true, false])
        {
            ReadOnlySpan<byte> part = isFirst ? first : second;
            if (part.IsEmpty)
            {
                continue;
            }

            int count = _socket.Send(part, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success && error != SocketError.WouldBlock)
            {
                return IoResult.Ended(Failed(error));
            }

            count = error == SocketError.Success ? count : 0;
            sent += count;
            if (count < part.Length)
            {
                SendInBackground(part[count..], isFirst ? second : default);
                return IoResult.Moved(first.Length + second.Length);
            }
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

        OnReady(readable: true, writable: false, peerEnded: false, hungUp: _receive.SocketError != SocketError.Success);
    }

    private void SendInBackground(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        byte[] rest = [.. first, .. second];
        _sending = true;
        Writable = false;
        _send.SetBuffer(rest, 0, rest.Length);
        if (!_socket.SendAsync(_send))
        {
            Loop.Defer(static state => ((ManagedConnection)state!).OnSent(), this);
        }
    }

    private void OnSent()
    {
        _sending = false;
        _send.SetBuffer(null, 0, 0);
        if (IsClosed)
        {
            _send.Dispose();
            return;
        }

        OnReady(readable: false, writable: true, peerEnded: false, hungUp: _send.SocketError != SocketError.Success);
    }

    private IoStatus Failed(SocketError error) => error switch
    {
        SocketError.WouldBlock => IoStatus.WouldBlock,
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted => Fail(IoStatus.Reset, "connection reset by peer"),
        _ => Fail(IoStatus.Failed, new SocketException((int)error).Message),
    };
}
