using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// The header with which a load balancer says whose connection it passes on: PROXY protocol, versions 1 and 2 (haproxy.org,
/// "The PROXY protocol", §2.1 and §2.2). Strict: nothing is repaired, nothing but TCP is taken.
/// </summary>
internal static class ProxyHeader
{
    /// <summary>Most bytes of version 1, CRLF included (§2.1).</summary>
    public const int MostV1 = 107;

    /// <summary>Most bytes of version 2 that are taken; §2.2 asks for 536 at the least, and real ones have some hundred.</summary>
    public const int MostV2 = 2048;

    private const int FixedV2 = 16;

    private static ReadOnlySpan<byte> SignatureV1 => "PROXY "u8;

    private static ReadOnlySpan<byte> SignatureV2 => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads a header at the beginning of what has arrived. The outcome does not depend on how it was cut into pieces.</summary>
    public static ProxyHeaderParse Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return ProxyHeaderParse.Incomplete;
        }

        ReadOnlySpan<byte> signature = bytes[0] == SignatureV1[0] ? SignatureV1 : SignatureV2;
        int common = Math.Min(bytes.Length, signature.Length);
        return !bytes[..common].SequenceEqual(signature[..common]) ? ProxyHeaderParse.Rejected
            : common < signature.Length ? ProxyHeaderParse.Incomplete
            : signature == SignatureV1 ? ParseV1(bytes)
            : ParseV2(bytes);
    }

    private static ProxyHeaderParse ParseV1(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> window = bytes[..Math.Min(bytes.Length, MostV1)];
        int end = window.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        if (end < 0)
        {
            return window.Length < MostV1 ? ProxyHeaderParse.Incomplete : ProxyHeaderParse.Rejected;
        }

        if (window[end] != '\r' || (end + 1 < window.Length ? window[end + 1] != '\n' : window.Length == MostV1))
        {
            return ProxyHeaderParse.Rejected;
        }

        if (end + 1 == window.Length)
        {
            return ProxyHeaderParse.Incomplete;
        }

        ReadOnlySpan<byte> line = window[SignatureV1.Length..end];
        int length = end + 2;
        if (line.StartsWith("UNKNOWN"u8) && (line.Length == "UNKNOWN".Length || line["UNKNOWN".Length] == ' '))
        {
            // What follows is to be ignored (§2.1): the balancer speaks for itself.
            return ProxyHeaderParse.Complete(length, null);
        }

        AddressFamily family = line.StartsWith("TCP4 "u8) ? AddressFamily.InterNetwork
            : line.StartsWith("TCP6 "u8) ? AddressFamily.InterNetworkV6
            : AddressFamily.Unspecified;
        if (family == AddressFamily.Unspecified)
        {
            return ProxyHeaderParse.Rejected;
        }

        line = line["TCP4 ".Length..];
        return TryTakeAddress(ref line, family, out IPAddress? source)
            && TryTakeAddress(ref line, family, out _)
            && TryTakePort(ref line, isLast: false)
            && TryTakePort(ref line, isLast: true)
            ? ProxyHeaderParse.Complete(length, ClientAddress.Of(source!))
            : ProxyHeaderParse.Rejected;
    }

    private static ProxyHeaderParse ParseV2(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedV2)
        {
            // What can be judged is judged at once.
            return bytes.Length > 12 && bytes[12] is not (0x20 or 0x21) ? ProxyHeaderParse.Rejected : ProxyHeaderParse.Incomplete;
        }

        int rest = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        bool isLocal = bytes[12] == 0x20;
        byte family = bytes[13];
        int addresses = family switch
        {
            // TCP over IPv4, TCP over IPv6, unspecified.
            0x11 => 12,
            0x21 => 36,
            0x00 => 0,
            _ => -1,
        };
        if ((!isLocal && bytes[12] != 0x21) || rest > MostV2 - FixedV2 || (!isLocal && (addresses < 0 || rest < addresses)))
        {
            return ProxyHeaderParse.Rejected;
        }

        int length = FixedV2 + rest;
        if (bytes.Length < length)
        {
            return ProxyHeaderParse.Incomplete;
        }

        if (isLocal)
        {
            // The balancer's own connection, such as a health check; the rest is to be skipped (§2.2).
            return ProxyHeaderParse.Complete(length, null);
        }

        ReadOnlySpan<byte> content = bytes[FixedV2..length];
        return !AreFields(content[addresses..]) ? ProxyHeaderParse.Rejected
            : addresses == 0 ? ProxyHeaderParse.Complete(length, null)
            : ProxyHeaderParse.Complete(length, ClientAddress.Of(new IPAddress(content[..(addresses == 12 ? 4 : 16)])));
    }

    /// <summary>Type, length, value, to the very end (§2.2); what they say is not needed.</summary>
    private static bool AreFields(ReadOnlySpan<byte> fields)
    {
        while (fields.Length >= 3)
        {
            int length = 3 + BinaryPrimitives.ReadUInt16BigEndian(fields[1..]);
            if (length > fields.Length)
            {
                return false;
            }

            fields = fields[length..];
        }

        return fields.IsEmpty;
    }

    private static bool TryTakeAddress(ref ReadOnlySpan<byte> line, AddressFamily family, out IPAddress? address)
    {
        address = null;
        int space = line.IndexOf((byte)' ');
        if (space <= 0 || !AddressText.TryParse(line[..space], out address) || address.AddressFamily != family)
        {
            return false;
        }

        line = line[(space + 1)..];
        return true;
    }

    private static bool TryTakePort(ref ReadOnlySpan<byte> line, bool isLast)
    {
        int end = isLast ? line.Length : line.IndexOf((byte)' ');
        if (end <= 0 || !Utf8Parser.TryParse(line[..end], out ushort _, out int used) || used != end
            || line[..end].ContainsAnyExceptInRange((byte)'0', (byte)'9') || (line[0] == '0' && end > 1))
        {
            return false;
        }

        line = isLast ? default : line[(end + 1)..];
        return true;
    }
}
