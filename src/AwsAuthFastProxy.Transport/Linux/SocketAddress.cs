using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary><c>sockaddr_in</c> and <c>sockaddr_in6</c> (ip(7), ipv6(7)) to and from end points.</summary>
internal static class SocketAddress
{
    /// <summary>Bytes that hold either form.</summary>
    public const int MaxLength = 28;

    /// <summary>Writes <paramref name="endPoint"/>; returns the length of its form.</summary>
    public static int Write(IPEndPoint endPoint, Span<byte> destination)
    {
        destination[..MaxLength].Clear();
        bool v6 = endPoint.AddressFamily == AddressFamily.InterNetworkV6;
        BitConverter.TryWriteBytes(destination, (ushort)(v6 ? Libc.AF_INET6 : Libc.AF_INET));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)endPoint.Port);
        if (!v6)
        {
            endPoint.Address.TryWriteBytes(destination[4..], out _);
            return 16;
        }

        endPoint.Address.TryWriteBytes(destination[8..], out _);
        BitConverter.TryWriteBytes(destination[24..], (uint)endPoint.Address.ScopeId);
        return MaxLength;
    }

    /// <summary>Reads what the kernel wrote.</summary>
    public static IPEndPoint Read(ReadOnlySpan<byte> source)
    {
        int port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        return BitConverter.ToUInt16(source) == Libc.AF_INET6
            ? new IPEndPoint(new IPAddress(source.Slice(8, 16), BitConverter.ToUInt32(source[24..])), port)
            : new IPEndPoint(new IPAddress(source.Slice(4, 4)), port);
    }
}
