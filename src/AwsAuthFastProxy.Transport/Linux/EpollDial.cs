using System.Net;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>One non-blocking connect(2): its socket tells its outcome by becoming writable (SO_ERROR).</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class EpollDial : IEpollSource, IValueTaskSource<DialResult>
{
    private readonly EpollLoop _loop;
    private readonly IPEndPoint _remote;
    private readonly Deadline _deadline;
    private readonly PendingDial? _pending;
    private readonly int _fd;
    private readonly int _slot;
    private LoopSignal<DialResult> _signal;

    private EpollDial(EpollLoop loop, int fd, IPEndPoint remote, long due, PendingDial? pending)
    {
        (_loop, _fd, _remote, _pending) = (loop, fd, remote, pending);
        _slot = loop.AddSocket(fd, this);
        _deadline = new Deadline(loop.Timers, () => Fail(Libc.ETIMEDOUT));
        _deadline.Set(due);
        pending?.Begin(() => Fail(Libc.ECANCELED));
    }

    /// <summary>Begins to connect.</summary>
    public static ValueTask<DialResult> StartAsync(EpollLoop loop, IPEndPoint remote, long due, PendingDial? pending)
    {
        int fd;
        try
        {
            fd = LinuxSocket.Create(remote);
        }
        catch (IOException e)
        {
            return new ValueTask<DialResult>(new DialResult(null, IoStatus.Failed, e.Message));
        }

        LinuxSocket.SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
        byte* address = stackalloc byte[SocketAddress.MaxLength];
        int length = SocketAddress.Write(remote, new Span<byte>(address, SocketAddress.MaxLength));
        if (Libc.Connect(fd, address, (uint)length) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Libc.EINPROGRESS)
            {
                _ = Libc.Close(fd);
                return new ValueTask<DialResult>(Result(errno));
            }
        }

        EpollDial dial;
        try
        {
            dial = new EpollDial(loop, fd, remote, due, pending);
        }
        catch (IOException e)
        {
            _ = Libc.Close(fd);
            return new ValueTask<DialResult>(new DialResult(null, IoStatus.Failed, e.Message));
        }

        return new ValueTask<DialResult>(dial, dial._signal.Version);
    }

    /// <inheritdoc/>
    public void OnEvents(uint events)
    {
        if ((events & (Libc.EPOLLOUT | Libc.EPOLLERR | Libc.EPOLLHUP)) == 0)
        {
            return;
        }

        int errno = 0;
        uint length = sizeof(int);
        _ = Libc.GetSockOpt(_fd, Libc.SOL_SOCKET, Libc.SO_ERROR, &errno, &length);
        if (errno != 0)
        {
            Fail(errno);
            return;
        }

        _deadline.Remove();
        _pending?.End();
        var connection = new EpollConnection(_loop, _fd, _slot, _remote);
        if ((events & ~Libc.EPOLLOUT) != 0)
        {
            // Already more than connected, such as a peer that spoke or left at once.
            connection.OnEvents(events);
        }

        _signal.SetResult(new DialResult(connection, IoStatus.Ok, null));
    }

    /// <inheritdoc/>
    public DialResult GetResult(short token) => _signal.GetResult(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _signal.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token);

    private static DialResult Result(int errno) => errno switch
    {
        Libc.ETIMEDOUT => new DialResult(null, IoStatus.TimedOut, "connect timed out"),
        Libc.ECANCELED => new DialResult(null, IoStatus.Aborted, "given up"),
        _ => new DialResult(null, IoStatus.Failed, Marshal.GetPInvokeErrorMessage(errno)),
    };

    private void Fail(int errno)
    {
        _deadline.Remove();
        _pending?.End();
        _loop.Remove(_slot);
        _ = Libc.Close(_fd);
        _signal.SetResult(Result(errno));
    }
}
