using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>
/// A block of addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3). IPv4 is kept as <c>::ffff:a.b.c.d</c> (RFC 4291 §2.5.5.2), so that a
/// client is the same by either family of socket; a block of IPv6 proper never holds an IPv4 address, not even <c>::/0</c>.
/// </summary>
/// <param name="Network">The first address, bits behind the prefix zero.</param>
/// <param name="PrefixLength">0 to 128, counted in the IPv6 form.</param>
public readonly record struct AddressBlock(UInt128 Network, int PrefixLength)
{
    private const int V4Offset = 96;

    private static readonly UInt128 s_v4 = (UInt128)0xFFFF << 32;

    /// <summary>Whether it is a block of IPv4.</summary>
    public bool IsV4 => PrefixLength >= V4Offset && IsV4Mapped(Network);

    /// <summary>Whether it holds every address of its family.</summary>
    public bool IsEverything => PrefixLength == 0 || (IsV4 && PrefixLength == V4Offset);

    /// <summary>Whether an address is an IPv4 one.</summary>
    public static bool IsV4Mapped(UInt128 address) => address >> 32 == 0xFFFF;

    /// <summary>An address as a number, IPv4 in its IPv6 form; a zone is left out.</summary>
    public static UInt128 ToNumber(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4 ? s_v4 | BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>A number as the address it stands for.</summary>
    public static IPAddress ToAddress(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(IsV4Mapped(number) ? bytes[12..] : bytes);
    }

    /// <summary>Whether the block holds <paramref name="address"/>.</summary>
    public bool Contains(UInt128 address) =>
        (address & Mask(PrefixLength)) == Network && (PrefixLength >= V4Offset || !IsV4Mapped(address));

    /// <summary>Bits of a prefix set, the others zero.</summary>
    public static UInt128 Mask(int prefixLength) => prefixLength == 0 ? 0 : UInt128.MaxValue << (128 - prefixLength);

    /// <summary>
    /// Reads an address, or an address and a prefix length: <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, <c>192.0.2.1</c>. Bits behind the prefix
    /// must be zero: a block that is not what it looks like is a mistake.
    /// </summary>
    public static bool TryParse(string text, out AddressBlock block, out string reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        block = default;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? text : text[..slash];
        if (!TryParseAddress(host, out IPAddress? address))
        {
            reason = "this is no address and no block; write \"192.0.2.1\", \"192.0.2.0/24\" or \"2001:db8::/32\"";
            return false;
        }

        int bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        int length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
        {
            reason = $"behind the slash stands a number from 0 to {bits}";
            return false;
        }

        UInt128 number = ToNumber(address);
        length += 128 - bits;
        if ((number & ~Mask(length)) != 0)
        {
            reason = $"the address has bits behind its prefix; the block is {ToAddress(number & Mask(length))}/{length - (128 - bits)}";
            return false;
        }

        block = new AddressBlock(number, length);
        reason = "";
        return true;
    }

    /// <summary>CIDR notation.</summary>
    public override string ToString() =>
        $"{ToAddress(Network)}/{(IsV4 ? PrefixLength - V4Offset : PrefixLength)}";

    // None of the shorter and octal forms that inet_aton takes, and no zone: a block has none.
    private static bool TryParseAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && (address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : text.AsSpan().IndexOfAny('%', '[', ']') < 0);
}
