using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>Addresses as others write them on the wire: dotted decimal (RFC 3986 §3.2.2) or IPv6 without zone (RFC 4291 §2.2), and nothing else.</summary>
internal static class AddressText
{
    private const int Longest = 45;

    /// <summary>Reads an address.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.IsEmpty || text.Length > Longest || text.IndexOfAny("%[]/"u8) >= 0)
        {
            return false;
        }

        Span<char> letters = stackalloc char[Longest];
        letters = letters[..Encoding.ASCII.GetChars(text, letters)];
        if (!IPAddress.TryParse(letters, out address))
        {
            return false;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // An IPv6 address may end in a dotted one, which is held to the same.
            return !letters.Contains('.') || IsDottedInOneWay(letters[(letters.LastIndexOf(':') + 1)..]);
        }

        return IsDottedInOneWay(letters);
    }

    private static bool IsDottedInOneWay(ReadOnlySpan<char> letters)
    {
        // None of the shorter, octal and hexadecimal forms of inet_aton: four numbers, written in one way.
        Span<char> written = stackalloc char[Longest];
        return IPAddress.TryParse(letters, out IPAddress? address) && address.TryFormat(written, out int length) && letters.SequenceEqual(written[..length]);
    }
}
