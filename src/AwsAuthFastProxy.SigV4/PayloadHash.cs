using System.Security.Cryptography;

namespace AwsAuthFastProxy.SigV4;

/// <summary>The values of x-amz-content-sha256, which are also the last line of the canonical request. ASCII.</summary>
/// <remarks>Amazon S3 API reference, "Signature calculations for the Authorization header".</remarks>
public static class PayloadHash
{
    /// <summary>The length of a SHA-256 in hexadecimal.</summary>
    public const int HexLength = 64;

    /// <summary>The SHA-256 of no bytes.</summary>
    public static ReadOnlySpan<byte> EmptySha256 => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"u8;

    /// <summary>The body is not signed; over TLS, or where the body is not known before it is sent.</summary>
    public static ReadOnlySpan<byte> Unsigned => "UNSIGNED-PAYLOAD"u8;

    /// <summary>aws-chunked with a signature on each chunk.</summary>
    public static ReadOnlySpan<byte> Streaming => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"u8;

    /// <summary>aws-chunked with a signature on each chunk and on the trailer.</summary>
    public static ReadOnlySpan<byte> StreamingTrailer => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"u8;

    /// <summary>aws-chunked without chunk signatures, with an unsigned trailer (a checksum).</summary>
    public static ReadOnlySpan<byte> StreamingUnsignedTrailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER"u8;

    /// <summary>Writes the SHA-256 of <paramref name="payload"/> as <see cref="HexLength"/> lower-case hexadecimal digits.</summary>
    /// <exception cref="ArgumentException"><paramref name="hex"/> is too short.</exception>
    public static void Write(ReadOnlySpan<byte> payload, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, hash);
        Hex.Write(hash, hex);
    }
}
