using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>
/// What a request's head says of aws-chunked framing, signed by the client or not (Amazon S3 API reference, "Transferring Payload in
/// Multiple Chunks"). Fields that leave it open are refused: two readers must not find two different bodies.
/// </summary>
internal readonly struct AwsChunkedHead
{
    private AwsChunkedHead(bool isUsed, AwsChunkedForm form, long length, ChecksumAlgorithm trailer, ProxyError? error)
    {
        IsUsed = isUsed;
        Form = form;
        Length = length;
        Trailer = trailer;
        Error = error;
    }

    /// <summary>Whether the body is framed so.</summary>
    public bool IsUsed { get; }

    /// <summary>The signatures in it.</summary>
    public AwsChunkedForm Form { get; }

    /// <summary>Bytes of the data, x-amz-decoded-content-length; -1 when that is missing.</summary>
    public long Length { get; }

    /// <summary>The checksum announced by x-amz-trailer.</summary>
    public ChecksumAlgorithm Trailer { get; }

    /// <summary>Why the request is refused, or null.</summary>
    public ProxyError? Error { get; }

    public static AwsChunkedHead Read(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        bool hasHash = fields.TryGetValue(FieldName.XAmzContentSha256, bytes, out ReadOnlySpan<byte> hash);
        bool isStreaming = hasHash && hash.Length >= "STREAMING-"u8.Length && Ascii.EqualsIgnoreCase(hash[.."STREAMING-"u8.Length], "STREAMING-"u8);
        if (!isStreaming && !IsEncoded(fields, bytes))
        {
            return fields.Has(FieldName.XAmzDecodedContentLength) || fields.Has(FieldName.XAmzTrailer) ? Refused(ProxyError.AwsChunkedUnclear) : default;
        }

        if (fields.CountOf(FieldName.XAmzContentSha256) > 1 || (hasHash && !isStreaming && !hash.SequenceEqual(PayloadHash.Unsigned)))
        {
            return Refused(ProxyError.AwsChunkedUnclear);
        }

        if (!TryReadForm(isStreaming ? hash : PayloadHash.StreamingUnsignedTrailer, out AwsChunkedForm form))
        {
            return Refused(ProxyError.AwsChunkedBody);
        }

        if (!TryReadLength(fields, bytes, out long length))
        {
            return Refused(ProxyError.AwsChunkedUnclear);
        }

        return TryReadTrailer(fields, bytes, out ChecksumAlgorithm trailer)
            ? new AwsChunkedHead(true, form, length, trailer, null)
            : Refused(ProxyError.AwsChunkedBody);
    }

    /// <summary>Whether <c>aws-chunked</c> is a member of a Content-Encoding value.</summary>
    public static bool IsToken(ReadOnlySpan<byte> coding) => Ascii.EqualsIgnoreCase(coding, "aws-chunked"u8);

    private static AwsChunkedHead Refused(ProxyError error) => new(true, default, -1, ChecksumAlgorithm.None, error);

    private static bool IsEncoded(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        for (int i = fields.IndexOf(FieldName.ContentEncoding); i >= 0; i = fields.NextOf(FieldName.ContentEncoding, i))
        {
            ReadOnlySpan<byte> value = fields.Lines[i].Value(bytes);
            foreach (Range range in value.Split((byte)','))
            {
                if (IsToken(value[range].Trim(" \t"u8)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The forms of SigV4 and, with longer signatures, of SigV4a.</summary>
    private static bool TryReadForm(ReadOnlySpan<byte> hash, out AwsChunkedForm form)
    {
        bool hasTrailer = hash.EndsWith("-TRAILER"u8);
        ReadOnlySpan<byte> stem = hasTrailer ? hash[..^"-TRAILER"u8.Length] : hash;
        bool isSigned = stem.SequenceEqual(PayloadHash.Streaming) || stem.SequenceEqual("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"u8);
        form = new AwsChunkedForm(isSigned, isSigned && hasTrailer);
        return isSigned || hash.SequenceEqual(PayloadHash.StreamingUnsignedTrailer);
    }

    private static bool TryReadLength(FieldTable fields, ReadOnlySpan<byte> bytes, out long length)
    {
        length = -1;
        if (!fields.TryGetValue(FieldName.XAmzDecodedContentLength, bytes, out ReadOnlySpan<byte> value))
        {
            return true;
        }

        // 18 digits cannot overflow and are a thousand petabytes.
        if (fields.CountOf(FieldName.XAmzDecodedContentLength) > 1 || value.Length is 0 or > 18 || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        length = 0;
        foreach (byte digit in value)
        {
            length = (length * 10) + (digit - '0');
        }

        return true;
    }

    /// <summary>One checksum, or none. What else might stand there could be neither checked nor given a length beforehand.</summary>
    private static bool TryReadTrailer(FieldTable fields, ReadOnlySpan<byte> bytes, out ChecksumAlgorithm trailer)
    {
        trailer = ChecksumAlgorithm.None;
        if (!fields.TryGetValue(FieldName.XAmzTrailer, bytes, out ReadOnlySpan<byte> value))
        {
            return true;
        }

        trailer = fields.CountOf(FieldName.XAmzTrailer) == 1 ? ChecksumFields.Find(value) : ChecksumAlgorithm.None;
        return trailer != ChecksumAlgorithm.None;
    }
}
