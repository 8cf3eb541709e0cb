using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Fuzz.Bytes;

/// <summary>Path and query decoded and encoded the plain way (RFC 3986 §2, AWS's UriEncode), octet by octet. Null is what must be refused.</summary>
internal static class NaiveTarget
{
    private const int MostParameters = 256;

    public static byte[]? DecodePath(byte[] raw) => raw.Contains((byte)'?') ? null : Decode(raw.Length == 0 ? "/"u8.ToArray() : raw, plusIsSpace: false);

    public static string? EncodePath(byte[]? octets) => octets is null ? null : Encode(octets, keepSlash: true);

    public static List<(byte[] Name, byte[] Value)>? DecodeQuery(byte[] raw)
    {
        var parameters = new List<(byte[], byte[])>();
        foreach (string piece in Encoding.Latin1.GetString(raw).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = piece.Split('=', 2);
            byte[]? name = Decode(Encoding.Latin1.GetBytes(parts[0]), plusIsSpace: true);
            byte[]? value = Decode(Encoding.Latin1.GetBytes(parts.Length > 1 ? parts[1] : ""), plusIsSpace: true);
            if (name is null || value is null)
            {
                return null;
            }

            parameters.Add((name, value));
        }

        return parameters.Count > MostParameters ? null : parameters;
    }

    public static string? EncodeQuery(List<(byte[] Name, byte[] Value)>? parameters) => parameters is null ? null : string.Join('&', parameters
        .Select(static pair => (Name: Encode(pair.Name, keepSlash: false), Value: Encode(pair.Value, keepSlash: false)))
        .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => $"{pair.Name}={pair.Value}"));

    private static byte[]? Decode(byte[] raw, bool plusIsSpace)
    {
        var octets = new List<byte>();
        for (int i = 0; i < raw.Length; i++)
        {
            char letter = (char)raw[i];
            if (letter is <= ' ' or '#' or >= '\x7f')
            {
                return null;
            }

            if (letter == '%')
            {
                string digits = Encoding.Latin1.GetString(raw, i + 1, Math.Min(2, raw.Length - i - 1));
                if (digits.Length < 2 || !digits.All(char.IsAsciiHexDigit) || digits == "00")
                {
                    return null;
                }

                octets.Add(byte.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                octets.Add(plusIsSpace && letter == '+' ? (byte)' ' : raw[i]);
            }
        }

        return [.. octets];
    }

    private static string Encode(byte[] octets, bool keepSlash) => string.Concat(octets.Select(octet =>
        char.IsAsciiLetterOrDigit((char)octet) || "-._~".Contains((char)octet) || (keepSlash && octet == '/')
            ? ((char)octet).ToString()
            : $"%{octet:X2}"));
}
