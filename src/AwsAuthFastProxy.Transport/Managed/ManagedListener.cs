using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Managed;

/// <summary>A listening managed socket of one loop.</summary>
internal sealed class ManagedListener : Listener, IDisposable
{
    private const int Backlog = 4096;

    private readonly ManagedLoop _loop;
    private readonly Action<Connection> _accepted;
    private readonly Socket _socket;
    private bool _closed;

    public ManagedListener(ManagedLoop loop, IPEndPoint endPoint, Action<Connection> accepted)
    {
        (_loop, _accepted) = (loop, accepted);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.DualMode = false;
            }

            _socket.Bind(endPoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new IOException(e.Message, e);
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        loop.Post(static state => _ = ((ManagedListener)state!).AcceptAsync(), this);
    }

    /// <inheritdoc/>
    public override IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public override void Close()
    {
        _closed = true;
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private async Task AcceptAsync()
    {
        while (!_closed)
        {
            Socket socket;
            try
            {
                socket = await _socket.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (e is SocketException { SocketErrorCode: SocketError.ConnectionReset })
                {
                    continue;
                }

                return;
            }

            if (_closed)
            {
                socket.Dispose();
                return;
            }

            socket.NoDelay = true;
            _accepted(new ManagedConnection(_loop, socket, (IPEndPoint)socket.RemoteEndPoint!));
        }
    }
}
