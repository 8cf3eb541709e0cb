using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Managed;

/// <summary>
/// The portable engine: <see cref="Socket"/> tells of readiness on its own threads and the loop does the rest. For systems without
/// epoll and as the comparison row of the benchmarks.
/// </summary>
public sealed class ManagedLoop(TimeProvider? time = null) : Loop(time ?? TimeProvider.System), IDisposable
{
    private readonly ManualResetEventSlim _woken = new();

    /// <inheritdoc/>
    public override string Engine => "managed";

    /// <inheritdoc/>
    public override async ValueTask<DialResult> DialAsync(IPEndPoint endPoint, long due, PendingDial? pending = null)
    {
        Socket socket;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        }
        catch (SocketException e)
        {
            return new DialResult(null, IoStatus.Failed, e.Message);
        }

        IoStatus ended = IoStatus.Failed;
        void End(IoStatus status)
        {
            ended = status;
            socket.Dispose();
        }

        var deadline = new Deadline(Timers, () => End(IoStatus.TimedOut));
        deadline.Set(due);
        pending?.Begin(() => End(IoStatus.Aborted));
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(endPoint);
            // The deadline may pass between the connect and this continuation, or the dial be given up: then the socket is gone and this throws.
            var connection = new ManagedConnection(this, socket, endPoint);
            return new DialResult(connection, IoStatus.Ok, null);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            return new DialResult(null, ended, ended == IoStatus.TimedOut ? "connect timed out" : ended == IoStatus.Aborted ? "given up" : e.Message);
        }
        finally
        {
            deadline.Remove();
            pending?.End();
        }
    }

    /// <inheritdoc/>
    public override Listener Listen(IPEndPoint endPoint, Action<Connection> accepted) =>
        new ManagedListener(this, endPoint, accepted);

    /// <summary>Frees the wait handle; the loop must not run any more.</summary>
    public void Dispose() => _woken.Dispose();

    /// <inheritdoc/>
    protected override void Poll(int milliseconds)
    {
        if (milliseconds != 0)
        {
            _woken.Wait(milliseconds);
        }

        _woken.Reset();
    }

    /// <inheritdoc/>
    protected override void Wake() => _woken.Set();
}
