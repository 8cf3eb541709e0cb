using System.Text;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// uri-host [ ":" port ] (RFC 9110 §7.2, RFC 3986 §3.2.2). An empty host is refused: it makes an http URI
/// invalid (RFC 9110 §4.2.1). Of IP literals only IPv6 addresses without a zone are accepted.
/// </summary>
public static class HostSyntax
{
    /// <summary>Whether <paramref name="value"/> is a host with an optional port.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        int hostEnd = HostEnd(value);
        return hostEnd > 0 && (hostEnd == value.Length || (value[hostEnd] == ':' && IsPort(value[(hostEnd + 1)..])));
    }

    /// <summary>The host of a valid value, brackets included.</summary>
    public static ReadOnlySpan<byte> Host(ReadOnlySpan<byte> value) => value[..HostEnd(value)];

    /// <summary>The port of a valid value; empty when none is given.</summary>
    public static ReadOnlySpan<byte> Port(ReadOnlySpan<byte> value)
    {
        int hostEnd = HostEnd(value);
        return hostEnd < value.Length ? value[(hostEnd + 1)..] : default;
    }

    /// <summary>
    /// Whether two valid values name the same host and port: letters compare without case, and an absent or empty
    /// port is the scheme's default (RFC 9110 §4.2.3).
    /// </summary>
    public static bool NameSameHost(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool isHttps)
    {
        int defaultPort = isHttps ? 443 : 80;
        return Ascii.EqualsIgnoreCase(Host(left), Host(right))
            && PortNumber(Port(left), defaultPort) == PortNumber(Port(right), defaultPort);
    }

    // Position behind the host; 0 when there is none or it is malformed.
    private static int HostEnd(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return 0;
        }

        if (value[0] == '[')
        {
            int close = value.IndexOf((byte)']');
            return close > 0 && IsIPv6Address(value[1..close]) ? close + 1 : 0;
        }

        int end = value.IndexOfAnyExcept(Grammar.RegisteredName);
        return end < 0 ? value.Length : end;
    }

    // port = *DIGIT (RFC 3986 §3.2.3), within TCP's range.
    private static bool IsPort(ReadOnlySpan<byte> port) => PortNumber(port, 0) is >= 0 and <= ushort.MaxValue;

    private static int PortNumber(ReadOnlySpan<byte> port, int defaultPort)
    {
        if (port.IsEmpty)
        {
            return defaultPort;
        }

        int number = 0;
        foreach (byte octet in port)
        {
            if (!char.IsAsciiDigit((char)octet) || number > ushort.MaxValue)
            {
                return -1;
            }

            number = (number * 10) + (octet - '0');
        }

        return number;
    }

    // RFC 3986 §3.2.2 IPv6address: eight groups of 1*4HEXDIG, the last two may be dotted, one run may be left out as "::".
    private static bool IsIPv6Address(ReadOnlySpan<byte> text)
    {
        int groups = 0;
        bool compressed = text.StartsWith("::"u8);
        int position = compressed ? 2 : 0;
        while (position < text.Length)
        {
            int start = position;
            while (position < text.Length && char.IsAsciiHexDigit((char)text[position]))
            {
                position++;
            }

            if (position < text.Length && text[position] == '.')
            {
                return IsIPv4Address(text[start..]) && (compressed ? groups <= 5 : groups == 6);
            }

            if (position - start is 0 or > 4)
            {
                return false;
            }

            groups++;
            if (position == text.Length)
            {
                break;
            }

            if (text[position] != ':' || ++position == text.Length)
            {
                return false;
            }

            if (text[position] == ':')
            {
                if (compressed)
                {
                    return false;
                }

                compressed = true;
                position++;
            }
        }

        return compressed ? groups <= 7 : groups == 8;
    }

    private static bool IsIPv4Address(ReadOnlySpan<byte> text)
    {
        for (int part = 0; part < 4; part++)
        {
            int end = text.IndexOf((byte)'.');
            ReadOnlySpan<byte> digits = end < 0 ? text : text[..end];

            // dec-octet has no leading zero and no more than 255.
            if (digits.Length is 0 or > 3
                || (digits.Length > 1 && digits[0] == '0')
                || PortNumber(digits, 0) is < 0 or > 255
                || (part == 3) != (end < 0))
            {
                return false;
            }

            text = end < 0 ? default : text[(end + 1)..];
        }

        return true;
    }
}
