using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>Making and setting up sockets; never on the hot path.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe class LinuxSocket
{
    /// <summary>A non-blocking TCP socket for the family of <paramref name="endPoint"/>.</summary>
    public static int Create(IPEndPoint endPoint) => EpollLoop.Check(Libc.Socket(
        endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? Libc.AF_INET6 : Libc.AF_INET,
        Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC,
        0));

    /// <summary>A listening socket with SO_REUSEADDR and SO_REUSEPORT; an IPv6 one takes IPv6 only.</summary>
    /// <exception cref="IOException">The address is in use or not to be had.</exception>
    public static int Listen(IPEndPoint endPoint, int backlog)
    {
        int fd = Create(endPoint);
        try
        {
            SetOption(fd, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1);
            SetOption(fd, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 1);
            Bind(fd, endPoint);
            EpollLoop.Check(Libc.Listen(fd, backlog));
            return fd;
        }
        catch (IOException e)
        {
            _ = Libc.Close(fd);
            throw new IOException($"{endPoint}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Throws when another process listens on <paramref name="endPoint"/>, even one that shares its port: SO_REUSEPORT would let
    /// two proxies of one user split the connections between them without a word.
    /// </summary>
    /// <exception cref="IOException">The address is in use or not to be had.</exception>
    public static void Probe(IPEndPoint endPoint)
    {
        int fd = Create(endPoint);
        try
        {
            SetOption(fd, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1);
            Bind(fd, endPoint);
            EpollLoop.Check(Libc.Listen(fd, 1));
        }
        catch (IOException e)
        {
            throw new IOException($"{endPoint}: {e.Message}", e);
        }
        finally
        {
            _ = Libc.Close(fd);
        }
    }

    /// <summary>Another descriptor of a listening socket, not blocking; whoever shares the socket must not expect it to block either.</summary>
    /// <exception cref="IOException">It is no descriptor, or there are none left.</exception>
    public static int Share(int listener)
    {
        int fd = EpollLoop.Check(Libc.Fcntl(listener, Libc.F_DUPFD_CLOEXEC, 0));
        _ = Libc.Fcntl(fd, Libc.F_SETFL, Libc.Fcntl(fd, Libc.F_GETFL, 0) | Libc.O_NONBLOCK);
        return fd;
    }

    /// <summary>getsockname(2).</summary>
    public static IPEndPoint LocalEndPoint(int fd)
    {
        byte* address = stackalloc byte[SocketAddress.MaxLength];
        uint length = SocketAddress.MaxLength;
        EpollLoop.Check(Libc.GetSockName(fd, address, &length));
        return SocketAddress.Read(new ReadOnlySpan<byte>(address, (int)length));
    }

    /// <summary>setsockopt(2) with an int; errors do not matter (an option is a wish).</summary>
    public static void SetOption(int fd, int level, int name, int value) =>
        _ = Libc.SetSockOpt(fd, level, name, &value, sizeof(int));

    private static void Bind(int fd, IPEndPoint endPoint)
    {
        if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
        {
            SetOption(fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1);
        }

        byte* address = stackalloc byte[SocketAddress.MaxLength];
        int length = SocketAddress.Write(endPoint, new Span<byte>(address, SocketAddress.MaxLength));
        EpollLoop.Check(Libc.Bind(fd, address, (uint)length));
    }
}
