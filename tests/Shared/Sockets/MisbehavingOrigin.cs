using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.Tests.Shared.Sockets;

/// <summary>
/// An HTTP/1.1 server on 127.0.0.1 that treats each request as a function says, on sockets of the framework. Whole answers carry
/// <see cref="KnownBody"/> of the target, and <c>x-received</c>: the SHA-256 of the request's body as it came.
/// </summary>
public sealed class MisbehavingOrigin : IAsyncDisposable
{
    private readonly Func<MisbehavingRequest, Misbehaviour> _choose;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, Task> _open = new();
    private readonly Task _accepting;
    private int _connections;
    private long _requests;

    private MisbehavingOrigin(Func<MisbehavingRequest, Misbehaviour> choose, int port)
    {
        _choose = choose;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(512);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests whose head has come so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Connections that are open on its side.</summary>
    public int Open => _open.Count;

    /// <summary>Which connections, by their number, are reset as soon as they are accepted.</summary>
    public Func<int, bool> ResetsOnAccept { get; set; } = static _ => false;

    /// <summary>Starts to listen.</summary>
    /// <param name="choose">What to do with a request; any thread.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    public static MisbehavingOrigin Start(Func<MisbehavingRequest, Misbehaviour> choose, int port = 0) => new(choose, port);

    /// <summary>Stops listening, closes every connection and waits until all are done.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_open.Values);
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
                continue;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }

            int number = Interlocked.Increment(ref _connections) - 1;
            if (ResetsOnAccept(number))
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Dispose();
                continue;
            }

            socket.NoDelay = true;
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _open[socket] = ServeAsync(socket, number, entered.Task);
            entered.SetResult();
        }
    }

    private async Task ServeAsync(Socket socket, int number, Task entered)
    {
        await entered;
        try
        {
            var reader = new MisbehavingReader(socket, _stop.Token);
            bool more = true;
            for (int i = 0; more && await reader.ReadHeadAsync() is { } head; i++)
            {
                Interlocked.Increment(ref _requests);
                var request = new MisbehavingRequest(number, i, head);
                more = await new MisbehavingAnswer(socket, reader, request, _stop.Token).GiveAsync(_choose(request));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The proxy had enough, or the test has.
        }

        socket.Dispose();
        _open.TryRemove(socket, out _);
    }
}
