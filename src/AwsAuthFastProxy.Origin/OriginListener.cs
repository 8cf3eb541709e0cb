using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.Origin;

/// <summary>Listens on the loopback address and gives each connection to an <see cref="S3Origin"/>, through TLS when it has a certificate.</summary>
public sealed class OriginListener : IAsyncDisposable
{
    // How long a closed connection's rest is read away, so that a client still sending gets the answer and no reset (RFC 9112 §9.6).
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private readonly S3Origin _origin;
    private readonly X509Certificate2? _certificate;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;
    private int _disposed;

    private OriginListener(S3Origin origin, int port, X509Certificate2? certificate)
    {
        _origin = origin;
        _certificate = certificate;
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(512);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The port it listens on.</summary>
    public int Port => EndPoint.Port;

    /// <summary>Starts to listen on 127.0.0.1.</summary>
    /// <param name="origin">What serves the connections.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="certificate">A certificate with its private key for TLS; null for plain HTTP. It stays the caller's to dispose.</param>
    /// <exception cref="SocketException">The port is in use or may not be bound.</exception>
    public static OriginListener Start(S3Origin origin, int port = 0, X509Certificate2? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return new OriginListener(origin, port, certificate);
    }

    /// <summary>Stops listening, closes every connection and waits until all are done.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stop.Token);
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // The client gave up while it stood in the queue.
                continue;
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            Task connection = ServeAsync(socket);
            _connections.TryAdd(connection, 0);
            _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            // Away from the accept loop before anything is read.
            await Task.Yield();
            try
            {
                socket.NoDelay = true;
                await using var plain = new NetworkStream(socket);
                if (_certificate is null)
                {
                    await _origin.ServeAsync(plain, _stop.Token);
                }
                else
                {
                    await using var secure = new SslStream(plain, leaveInnerStreamOpen: true);
                    await secure.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                    await _origin.ServeAsync(secure, _stop.Token);
                    await secure.ShutdownAsync();
                }

                await LingerAsync(socket, plain);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or AuthenticationException or ObjectDisposedException)
            {
                // The client went away or the listener stops: either way the connection is over.
            }
        }
    }

    private async Task LingerAsync(Socket socket, NetworkStream plain)
    {
        socket.Shutdown(SocketShutdown.Send);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        end.CancelAfter(s_linger);
        byte[] rest = new byte[16 * 1024];
        while (await plain.ReadAsync(rest, end.Token) > 0)
        {
        }
    }
}
