using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Http.Tests;

/// <summary>Bytes written as ASCII text with the escapes \r \n \t \\ \xHH.</summary>
internal static class WireText
{
    public static byte[] Decode(string text)
    {
        List<byte> bytes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                Assert.True(char.IsAscii(text[i]), $"not ASCII: {text}");
                bytes.Add((byte)text[i]);
                continue;
            }

            switch (text[++i])
            {
                case 'r':
                    bytes.Add((byte)'\r');
                    break;
                case 'n':
                    bytes.Add((byte)'\n');
                    break;
                case 't':
                    bytes.Add((byte)'\t');
                    break;
                case '\\':
                    bytes.Add((byte)'\\');
                    break;
                case 'x':
                    bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 2;
                    break;
                default:
                    throw new FormatException($"unknown escape in: {text}");
            }
        }

        return [.. bytes];
    }

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte octet in bytes)
        {
            text.Append(octet switch
            {
                (byte)'\r' => @"\r",
                (byte)'\n' => @"\n",
                (byte)'\t' => @"\t",
                (byte)'\\' => @"\\",
                >= 0x20 and < 0x7F => ((char)octet).ToString(),
                _ => $"\\x{octet:x2}",
            });
        }

        return text.ToString();
    }
}
