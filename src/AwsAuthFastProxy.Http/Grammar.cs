using System.Buffers;

namespace AwsAuthFastProxy.Http;

/// <summary>The octet classes of RFC 9110 and RFC 9112, as tables for vectorised search.</summary>
public static class Grammar
{
    /// <summary>tchar, the octets of a token (RFC 9110 §5.6.2).</summary>
    public static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Control octets that no head may hold but as part of CRLF: 0x00-0x1F without HTAB, and DEL (RFC 9110 §5.5).</summary>
    public static readonly SearchValues<byte> Control = SearchValues.Create(
        [
            0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F,
            0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F,
        ]);

    /// <summary>Octets of a request target: visible ASCII without <c>#</c> (RFC 9112 §3.2; which of them S3 accepts is the signer's matter).</summary>
    public static readonly SearchValues<byte> Target = SearchValues.Create(
        "!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>
    /// Octets of a registered name: unreserved of RFC 3986 §2.3. sub-delims and percent-encoding, which reg-name would
    /// allow, occur in no DNS name and are separators in routes and logs, so they are refused.
    /// </summary>
    public static readonly SearchValues<byte> RegisteredName = SearchValues.Create(
        "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Whether <paramref name="bytes"/> is a token: one or more tchar (RFC 9110 §5.6.2).</summary>
    public static bool IsToken(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAnyExcept(Token);

    /// <summary>Whether <paramref name="octet"/> is SP or HTAB, of which OWS and BWS consist (RFC 9110 §5.6.3).</summary>
    public static bool IsWhitespace(byte octet) => octet is (byte)' ' or (byte)'\t';

    /// <summary><paramref name="bytes"/> without the SP and HTAB around them.</summary>
    public static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> bytes)
    {
        int start = 0;
        int end = bytes.Length;
        while (start < end && IsWhitespace(bytes[start]))
        {
            start++;
        }

        while (end > start && IsWhitespace(bytes[end - 1]))
        {
            end--;
        }

        return bytes[start..end];
    }
}
