using System.IO.Compression;
using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>
/// Content codings (RFC 9110 §8.4.1) of answers that may be about our signature. A client asks for one by Accept-Encoding, and a web server
/// before an S3 server then packs error documents too: what is packed must be read all the same.
/// </summary>
internal static class ContentCoding
{
    /// <summary>Whether a body is not what it says as it stands.</summary>
    public static bool IsUsed(ResponseHead head, ReadOnlySpan<byte> bytes) =>
        head.Fields.TryGetValue(FieldName.ContentEncoding, bytes, out ReadOnlySpan<byte> coding)
        && (head.Fields.CountOf(FieldName.ContentEncoding) > 1 || !Ascii.EqualsIgnoreCase(coding, "identity"u8));

    /// <summary>Unpacks as much of a body as is there and as there is room for; false when nothing of it can be read.</summary>
    /// <param name="head">The answer's head.</param>
    /// <param name="bytes">The bytes of the head.</param>
    /// <param name="body">The body without transfer framing, or its beginning.</param>
    /// <param name="room">Takes what is in it.</param>
    /// <param name="length">How much that is.</param>
    public static bool TryDecode(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> body, Span<byte> room, out int length)
    {
        length = 0;
        head.Fields.TryGetValue(FieldName.ContentEncoding, bytes, out ReadOnlySpan<byte> coding);
        if (head.Fields.CountOf(FieldName.ContentEncoding) > 1)
        {
            return false;
        }

        using var packed = new MemoryStream(body.ToArray());
        using Stream? content = Open(coding, packed);
        if (content is null)
        {
            return false;
        }

        try
        {
            for (int read; length < room.Length && (read = content.Read(room[length..])) > 0;)
            {
                length += read;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            // Cut off or broken: what was read until there is kept.
        }

        return length > 0;
    }

    private static Stream? Open(ReadOnlySpan<byte> coding, Stream packed) =>
        Ascii.EqualsIgnoreCase(coding, "gzip"u8) || Ascii.EqualsIgnoreCase(coding, "x-gzip"u8) ? new GZipStream(packed, CompressionMode.Decompress)
        : Ascii.EqualsIgnoreCase(coding, "deflate"u8) ? new ZLibStream(packed, CompressionMode.Decompress)
        : Ascii.EqualsIgnoreCase(coding, "br"u8) ? new BrotliStream(packed, CompressionMode.Decompress)
        : null;
}
