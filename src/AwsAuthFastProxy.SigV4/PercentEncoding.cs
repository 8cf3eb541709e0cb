using System.Buffers;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// AWS's UriEncode: the unreserved octets of RFC 3986 §2.3 stay, every other octet becomes %XX with upper-case hex.
/// </summary>
internal static class PercentEncoding
{
    private const string UnreservedText = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    internal static readonly SearchValues<byte> s_unreserved = SearchValues.Create(Octets(UnreservedText));
    internal static readonly SearchValues<byte> s_unreservedOrSlash = SearchValues.Create(Octets(UnreservedText + "/"));

    /// <summary>The octets a request target may not hold raw: controls, space, '#', DEL and everything above.</summary>
    internal static readonly SearchValues<byte> s_forbidden = SearchValues.Create(Forbidden());

    private static readonly bool[] s_isUnreserved = Table(UnreservedText);

    internal static bool IsUnreserved(byte octet) => s_isUnreserved[octet];

    internal static bool IsForbidden(byte octet) => octet is <= (byte)' ' or (byte)'#' or >= 0x7F;

    /// <summary>Reads the octet that <paramref name="text"/> (which begins with '%') encodes.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> text, out byte octet)
    {
        octet = 0;
        if (text.Length < 3)
        {
            return false;
        }

        var high = Nibble(text[1]);
        var low = Nibble(text[2]);
        octet = (byte)((high << 4) | low);
        return (high | low) >= 0;
    }

    /// <summary>Writes the three bytes %XX at the start of <paramref name="destination"/>.</summary>
    internal static void Encode(byte octet, Span<byte> destination)
    {
        var digits = "0123456789ABCDEF"u8;
        destination[2] = digits[octet & 15];
        destination[1] = digits[octet >> 4];
        destination[0] = (byte)'%';
    }

    /// <summary>
    /// Encodes <paramref name="octets"/>, which stand for themselves (a '%' is encoded too). The destination must be
    /// three times as long to be safe.
    /// </summary>
    /// <returns>The number of bytes written.</returns>
    internal static int Encode(ReadOnlySpan<byte> octets, SearchValues<byte> kept, Span<byte> destination)
    {
        var position = 0;
        while (!octets.IsEmpty)
        {
            var run = octets.IndexOfAnyExcept(kept);
            var length = run < 0 ? octets.Length : run;
            octets[..length].CopyTo(destination[position..]);
            position += length;
            octets = octets[length..];
            if (!octets.IsEmpty)
            {
                Encode(octets[0], destination[position..]);
                position += 3;
                octets = octets[1..];
            }
        }

        return position;
    }

    private static int Nibble(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    private static byte[] Octets(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static byte[] Forbidden()
    {
        var octets = new List<byte>();
        for (var octet = 0; octet <= byte.MaxValue; octet++)
        {
            if (IsForbidden((byte)octet))
            {
                octets.Add((byte)octet);
            }
        }

        return [.. octets];
    }

    private static bool[] Table(string text)
    {
        var table = new bool[256];
        foreach (var octet in text)
        {
            table[octet] = true;
        }

        return table;
    }
}
