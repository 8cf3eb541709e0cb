using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>The names and address literals of hosts (RFC 3986 §3.2.2, RFC 1123 §2.1).</summary>
internal static class HostName
{
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    /// <summary>Null when the text, in lower case, is a host name or an IPv4 address; else the reason.</summary>
    public static string? Check(string text)
    {
        if (text.Length is 0 or > MaxNameLength)
        {
            return text.Length == 0 ? "the host is empty" : $"a host name has at most {MaxNameLength} letters";
        }

        if (LooksLikeIPv4(text) && !TryParseIPv4(text, out _))
        {
            return "the host is no IPv4 address";
        }

        foreach (var range in text.AsSpan().Split('.'))
        {
            var label = text[range];
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
            {
                return $"the host is no name: between its dots stand 1 to {MaxLabelLength} letters, with no '-' at either end";
            }

            foreach (var letter in label)
            {
                if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('-' or '_'))
                {
                    return "the host is no name: it holds ASCII letters, digits, '-', '_' and '.' only";
                }
            }
        }

        return null;
    }

    /// <summary>Four decimal numbers; none of the shorter and octal forms that inet_aton takes.</summary>
    public static bool TryParseIPv4(string text, out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && address.AddressFamily == AddressFamily.InterNetwork
        && address.ToString() == text;

    /// <summary>An IPv6 address without brackets and without a zone.</summary>
    public static bool TryParseIPv6(string text, out IPAddress? address)
    {
        address = null;
        return !text.AsSpan().ContainsAny("%[]/")
            && IPAddress.TryParse(text, out address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    /// <summary>Whether the text, a checked host, is an address.</summary>
    public static bool IsAddress(string host) => host.Contains(':', StringComparison.Ordinal) || TryParseIPv4(host, out _);

    // Digits and dots only: no name is made so.
    private static bool LooksLikeIPv4(string text) => text.All(letter => char.IsAsciiDigit(letter) || letter == '.');
}
