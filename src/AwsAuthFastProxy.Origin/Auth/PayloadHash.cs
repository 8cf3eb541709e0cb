using System.Security.Cryptography;

namespace AwsAuthFastProxy.Origin;

/// <summary>The values that <c>x-amz-content-sha256</c> may have.</summary>
internal static class PayloadHash
{
    public const string Unsigned = "UNSIGNED-PAYLOAD";
    public const string StreamingSigned = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    public const string StreamingSignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    public const string StreamingUnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    public static bool IsStreaming(string? value) => value is StreamingSigned or StreamingSignedTrailer or StreamingUnsignedTrailer;

    public static bool IsHash(string value) => value.Length == 64 && value.All(char.IsAsciiHexDigitLower);

    public static string Of(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(SHA256.HashData(octets));

    /// <exception cref="S3ErrorException">400 InvalidArgument: neither a hash nor a known word.</exception>
    public static string Require(string value) =>
        IsHash(value) || value == Unsigned || IsStreaming(value) ? value : throw new S3ErrorException(S3Errors.InvalidArgument(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
            + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.", "x-amz-content-sha256", value));
}
