using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>UriEncode of "Authenticating Requests (AWS Signature Version 4)" and its inverse.</summary>
internal static class PercentEncoding
{
    /// <summary>Decodes once; <c>+</c> is a space, as S3 reads it in path and query.</summary>
    /// <exception cref="S3ErrorException">400 InvalidURI: a <c>%</c> without two hexadecimal digits.</exception>
    public static byte[] Decode(string text)
    {
        using var octets = new MemoryStream(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                octets.WriteByte(text[i] == '+' ? (byte)' ' : (byte)text[i]);
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                throw new S3ErrorException(S3Errors.InvalidUri());
            }

            octets.WriteByte(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += 2;
        }

        return octets.ToArray();
    }

    /// <summary>Encodes every octet but the unreserved ones, and <c>/</c> when it is to be kept, with upper-case digits.</summary>
    public static string Encode(ReadOnlySpan<byte> octets, bool keepSlash)
    {
        var text = new StringBuilder(octets.Length);
        foreach (byte octet in octets)
        {
            char c = (char)octet;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' || (c == '/' && keepSlash))
            {
                text.Append(c);
            }
            else
            {
                text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
