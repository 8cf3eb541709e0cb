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
    public override async ValueTask<DialResult> DialAsync(IPEndPoint endPoint, long due)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        bool timedOut = false;
        var deadline = new Deadline(Timers, () =>
        {
            timedOut = true;
            socket.Dispose();
        });
        deadline.Set(due);
        try
        {
            await socket.ConnectAsync(endPoint);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            deadline.Remove();
            socket.Dispose();
            return timedOut
                ? new DialResult(null, IoStatus.TimedOut, "connect timed out")
                : new DialResult(null, IoStatus.Failed, e.Message);
        }

        deadline.Remove();
        return new DialResult(new ManagedConnection(this, socket, endPoint), IoStatus.Ok, null);
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
