using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Fuzz.Bytes;

/// <summary>A whole header of the PROXY protocol read the plain way (haproxy.org, "The PROXY protocol", §2.1 and §2.2).</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Source">Whose connection it is; null when the peer speaks for itself.</param>
internal sealed partial record NaiveProxyHeader(int Length, IPAddress? Source)
{
    private const int MostV2 = 2048;

    /// <summary>The header, or null when it is not whole or not one.</summary>
    public static NaiveProxyHeader? Read(byte[] bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        return text.StartsWith("PROXY ", StringComparison.Ordinal) ? ReadText(text)
            : text.StartsWith("\r\n\r\n\0\r\nQUIT\n", StringComparison.Ordinal) && bytes.Length >= 16 ? ReadBinary(bytes)
            : null;
    }

    private static NaiveProxyHeader? ReadText(string text)
    {
        Match line = Line().Match(text);
        if (!line.Success || line.Length > 107)
        {
            return null;
        }

        if (!line.Groups["family"].Success)
        {
            return new NaiveProxyHeader(line.Length, null);
        }

        AddressFamily family = line.Groups["family"].Value == "4" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        IPAddress? source = Address(line.Groups["source"].Value, family);
        bool arePorts = new[] { "from", "to" }.All(name => int.Parse(line.Groups[name].Value, CultureInfo.InvariantCulture) <= ushort.MaxValue);
        return source is not null && Address(line.Groups["target"].Value, family) is not null && arePorts ? new NaiveProxyHeader(line.Length, source) : null;
    }

    private static IPAddress? Address(string text, AddressFamily family) =>
        (family == AddressFamily.InterNetwork ? V4() : V6()).IsMatch(text) && IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == family ? address : null;

    private static NaiveProxyHeader? ReadBinary(byte[] bytes)
    {
        int rest = (bytes[14] << 8) | bytes[15];
        int length = 16 + rest;
        if (bytes[12] is not (0x20 or 0x21) || length > MostV2 || length > bytes.Length)
        {
            return null;
        }

        if (bytes[12] == 0x20)
        {
            return new NaiveProxyHeader(length, null);
        }

        int size = bytes[13] switch { 0x11 => 4, 0x21 => 16, 0x00 => 0, _ => -1 };
        int fields = 16 + (size == 0 ? 0 : (2 * size) + 4);
        if (size < 0 || fields > length)
        {
            return null;
        }

        while (fields + 3 <= length)
        {
            fields += 3 + ((bytes[fields + 1] << 8) | bytes[fields + 2]);
        }

        return fields == length ? new NaiveProxyHeader(length, size == 0 ? null : new IPAddress(bytes.AsSpan(16, size))) : null;
    }

    [GeneratedRegex(
        @"\APROXY (?:UNKNOWN(?: [\x20-\x7E]*)?|TCP(?<family>[46]) (?<source>[0-9A-Fa-f.:]+) (?<target>[0-9A-Fa-f.:]+) (?<from>0|[1-9][0-9]{0,4}) (?<to>0|[1-9][0-9]{0,4}))\r\n",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex(@"\A(?:(?:0|[1-9][0-9]{0,2})(?:\.(?!\z)|\z)){4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex V4();

    [GeneratedRegex(@"\A[0-9A-Fa-f:]+(?::(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex V6();
}
