using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>A connected TCP socket on an <see cref="EpollLoop"/>.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class EpollConnection : ReadinessConnection, IEpollSource
{
    private readonly EpollLoop _loop;
    private readonly IPEndPoint _remote;
    private readonly int _fd;
    private readonly int _slot;
    private IPEndPoint? _local;

    /// <summary>Takes over an accepted socket.</summary>
    public EpollConnection(EpollLoop loop, int fd, IPEndPoint remote)
        : base(loop)
    {
        (_loop, _fd, _remote) = (loop, fd, remote);
        _slot = loop.AddSocket(fd, this);
    }

    /// <summary>Takes over a socket whose connect has ended well, with its slot.</summary>
    public EpollConnection(EpollLoop loop, int fd, int slot, IPEndPoint remote)
        : base(loop)
    {
        (_loop, _fd, _slot, _remote) = (loop, fd, slot, remote);
        loop.Replace(slot, this);
    }

    /// <inheritdoc/>
    public override IPEndPoint RemoteEndPoint => _remote;

    /// <inheritdoc/>
    public override IPEndPoint? LocalEndPoint => _local ??= IsClosed ? null : LinuxSocket.LocalEndPoint(_fd);

    /// <inheritdoc/>
    public void OnEvents(uint events) => OnReady(
        readable: (events & Libc.EPOLLIN) != 0,
        writable: (events & Libc.EPOLLOUT) != 0,
        peerEnded: (events & Libc.EPOLLRDHUP) != 0,
        hungUp: (events & (Libc.EPOLLERR | Libc.EPOLLHUP)) != 0);

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
        if (!IsClosed)
        {
            _ = Libc.Shutdown(_fd, Libc.SHUT_WR);
        }
    }

    /// <inheritdoc/>
    protected internal override IoResult Receive(Span<byte> destination)
    {
        Debug.Assert(!IsClosed, "received on a descriptor that may be another's");
        nint count;
        fixed (byte* start = destination)
        {
            count = Libc.Recv(_fd, start, (nuint)destination.Length, 0);
        }

        return Moved(count);
    }

    /// <inheritdoc/>
    protected internal override IoResult Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Debug.Assert(!IsClosed, "sent on a descriptor that may be another's");
        nint count;
        fixed (byte* a = first, b = second)
        {
            if (second.IsEmpty)
            {
                count = Libc.Send(_fd, a, (nuint)first.Length, Libc.MSG_NOSIGNAL);
            }
            else if (first.IsEmpty)
            {
                count = Libc.Send(_fd, b, (nuint)second.Length, Libc.MSG_NOSIGNAL);
            }
            else
            {
                Libc.IoVector* vectors = stackalloc Libc.IoVector[2];
                vectors[0] = new Libc.IoVector { Start = a, Length = (nuint)first.Length };
                vectors[1] = new Libc.IoVector { Start = b, Length = (nuint)second.Length };
                var message = new Libc.MessageHeader { Vectors = vectors, VectorCount = 2 };
                count = Libc.SendMsg(_fd, &message, Libc.MSG_NOSIGNAL);
            }
        }

        return count >= 0 ? IoResult.Moved((int)count) : IoResult.Ended(Failed());
    }

    /// <inheritdoc/>
    public override Conduit? TryRentConduit(Connection sink) =>
        sink is EpollConnection other && other.Loop == _loop ? _loop.Pipes.TryRent() : null;

    /// <inheritdoc/>
    protected internal override IoResult Receive(Conduit conduit, int most)
    {
        Debug.Assert(!IsClosed, "received on a descriptor that may be another's");
        var pipe = (KernelPipe)conduit;
        return Moved(Libc.Splice(_fd, null, pipe.WriteEnd, null, (nuint)most, Libc.SPLICE_F_MOVE | Libc.SPLICE_F_NONBLOCK));
    }

    /// <inheritdoc/>
    protected internal override IoResult Send(Conduit conduit)
    {
        Debug.Assert(!IsClosed, "sent on a descriptor that may be another's");
        var pipe = (KernelPipe)conduit;

        // There is no MSG_NOSIGNAL here; the runtime ignores SIGPIPE.
        return Moved(Libc.Splice(pipe.ReadEnd, null, _fd, null, (nuint)pipe.Held, Libc.SPLICE_F_MOVE | Libc.SPLICE_F_NONBLOCK));
    }

    /// <inheritdoc/>
    protected override void CloseEngine()
    {
        _loop.Remove(_slot);
        _ = Libc.Close(_fd);
    }

    private IoResult Moved(nint count) =>
        count > 0 ? IoResult.Moved((int)count)
            : count == 0 ? IoResult.Ended(IoStatus.EndOfStream)
            : IoResult.Ended(Failed());

    private IoStatus Failed()
    {
        int errno = Marshal.GetLastPInvokeError();
        return errno switch
        {
            Libc.EAGAIN or Libc.EINTR => IoStatus.WouldBlock,
            Libc.ECONNRESET or Libc.EPIPE => Fail(IoStatus.Reset, "connection reset by peer"),
            Libc.ETIMEDOUT => Fail(IoStatus.TimedOut, "connection timed out"),
            _ => Fail(IoStatus.Failed, Marshal.GetPInvokeErrorMessage(errno)),
        };
    }
}
