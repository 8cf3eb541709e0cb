using System.Net;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>
/// A listening socket with SO_REUSEPORT, one per loop and address: the kernel spreads connections over the loops (socket(7)).
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class EpollListener : Listener, IEpollSource
{
    private const int Backlog = 4096;
    private const int AcceptsPerEvent = 64;
    private const int PauseMilliseconds = 100;

    private readonly EpollLoop _loop;
    private readonly Action<Connection> _accepted;
    private readonly Deadline _resume;
    private readonly int _fd;
    private int _slot;
    private bool _closed;

    public EpollListener(EpollLoop loop, IPEndPoint endPoint, Action<Connection> accepted)
        : this(loop, LinuxSocket.Listen(endPoint, Backlog), accepted)
    {
    }

    /// <summary>Takes over a descriptor of a listening socket.</summary>
    public EpollListener(EpollLoop loop, int fd, Action<Connection> accepted)
    {
        _loop = loop;
        _accepted = accepted;
        _resume = new Deadline(loop.Timers, Resume);
        _fd = fd;
        try
        {
            EndPoint = LinuxSocket.LocalEndPoint(_fd);
            _slot = loop.AddListener(_fd, this);
        }
        catch
        {
            _ = Libc.Close(_fd);
            throw;
        }
    }

    /// <inheritdoc/>
    public override IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public override void Close()
    {
        if (!_closed)
        {
            _closed = true;
            Unwatch();
            _ = Libc.Close(_fd);
        }
    }

    /// <inheritdoc/>
    public override void Drain()
    {
        if (!_closed)
        {
            // In this order: who comes after the first is announced to those who share the socket, who came before is taken here.
            Unwatch();
            Accept(Backlog);
            Close();
        }
    }

    /// <inheritdoc/>
    public override SafeFileHandle Share() => new(LinuxSocket.Share(_fd), ownsHandle: true);

    /// <inheritdoc/>
    public void OnEvents(uint events) => Accept(AcceptsPerEvent);

    /// <summary>
    /// Takes the socket out of the epoll set. Closing its descriptor alone would not, where another descriptor holds the socket open: its events would
    /// go on turning this loop, and be missed by those who share it (epoll(7)).
    /// </summary>
    private void Unwatch()
    {
        if (_slot >= 0)
        {
            _loop.Suspend(_slot, _fd);
            _slot = -1;
        }

        _resume.Remove();
    }

    private void Accept(int most)
    {
        byte* address = stackalloc byte[SocketAddress.MaxLength];
        for (int i = 0; i < most && !_closed && !_resume.IsSet; i++)
        {
            uint length = SocketAddress.MaxLength;
            int fd = Libc.Accept4(_fd, address, &length, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
            if (fd >= 0)
            {
                LinuxSocket.SetOption(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
                if (Adopt(fd, SocketAddress.Read(new ReadOnlySpan<byte>(address, (int)length))) is { } connection)
                {
                    _accepted(connection);
                }

                continue;
            }

            if (!Retry(Marshal.GetLastPInvokeError()))
            {
                return;
            }
        }
    }

    private EpollConnection? Adopt(int fd, IPEndPoint remote)
    {
        try
        {
            return new EpollConnection(_loop, fd, remote);
        }
        catch (IOException)
        {
            // The kernel watches no more sockets (epoll_ctl(2), ENOSPC and ENOMEM): this one is turned away, the loop goes on.
            _ = Libc.Close(fd);
            return null;
        }
    }

    /// <summary>What accept(2) says of a connection already gone is no reason to stop; being out of descriptors is, for a while.</summary>
    private bool Retry(int errno)
    {
        switch (errno)
        {
            case Libc.ECONNABORTED or Libc.EINTR:
                return true;
            case Libc.EAGAIN:
                return false;
            default:
                // Out of descriptors or memory, or the network is down. Level-triggered: without a pause the loop would
                // spin on a connection it cannot take.
                Unwatch();
                _resume.Set(_loop.Now + PauseMilliseconds);
                return false;
        }
    }

    private void Resume()
    {
        try
        {
            _slot = _loop.AddListener(_fd, this);
        }
        catch (IOException)
        {
            _resume.Set(_loop.Now + PauseMilliseconds);
        }
    }
}
