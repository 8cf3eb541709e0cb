using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Managed;

/// <summary>A listening managed socket of one loop.</summary>
internal sealed class ManagedListener : Listener, IDisposable
{
    private const int Backlog = 4096;
    private const int PauseMilliseconds = 100;

    private readonly ManagedLoop _loop;
    private readonly Action<Connection> _accepted;
    private readonly Socket _socket;
    private readonly Deadline _resume;
    private bool _closed;

    public ManagedListener(ManagedLoop loop, IPEndPoint endPoint, Action<Connection> accepted)
    {
        (_loop, _accepted) = (loop, accepted);
        _resume = new Deadline(loop.Timers, () => _ = AcceptAsync());
        try
        {
            _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.DualMode = false;
            }

            _socket.Bind(endPoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket?.Dispose();
            throw new IOException($"{endPoint}: {e.Message}", e);
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
        _resume.Remove();
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
            catch (SocketException e) when (!_closed)
            {
                if (e.SocketErrorCode is not (SocketError.ConnectionReset or SocketError.ConnectionAborted))
                {
                    // Out of descriptors or memory: the connection stays in the backlog, and others may end meanwhile.
                    _resume.Set(_loop.Now + PauseMilliseconds);
                    return;
                }

                continue;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (_closed)
            {
                socket.Dispose();
            }
            else if (Adopt(socket) is { } connection)
            {
                _accepted(connection);
            }
        }
    }

    private ManagedConnection? Adopt(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            return new ManagedConnection(_loop, socket, (IPEndPoint)socket.RemoteEndPoint!);
        }
        catch (SocketException)
        {
            // Gone already: a reset socket has no remote address.
            socket.Dispose();
            return null;
        }
    }
}
