using System.Security.Cryptography;

namespace AwsAuthFastProxy.Origin;

/// <summary>Holds a request's content against what its head promised: hash, chunk signatures, MD5 and checksums.</summary>
internal static class PayloadVerifier
{
    /// <exception cref="S3ErrorException">The content is not what was promised.</exception>
    public static VerifiedPayload Verify(S3Request request, SigningContext? signer, byte[] content)
    {
        string promised = signer?.Presented.PayloadHash
            ?? PayloadHash.Require(request.Header("x-amz-content-sha256") ?? PayloadHash.Unsigned);
        byte[] data = content;
        IReadOnlyList<KeyValuePair<string, string>> trailers = [];
        if (PayloadHash.IsStreaming(promised))
        {
            (data, trailers) = new AwsChunkedDecoder(request, signer, promised, content).Decode();
        }
        else if (promised != PayloadHash.Unsigned && PayloadHash.Of(content) != promised)
        {
            throw new S3ErrorException(S3Errors.ContentSha256Mismatch(promised, PayloadHash.Of(content)));
        }

        CheckMd5(request, data);
        return new VerifiedPayload(data, CheckChecksums(request, trailers, data));
    }

    private static void CheckMd5(S3Request request, byte[] content)
    {
        if (request.Header("Content-MD5") is not { } expected)
        {
            return;
        }

        byte[] digest = new byte[16];
        if (expected.Length != 24 || !Convert.TryFromBase64String(expected, digest, out int length) || length != 16)
        {
            throw new S3ErrorException(S3Errors.InvalidDigest(expected));
        }

#pragma warning disable CA5351 // Content-MD5 is MD5 by definition (RFC 1864).
        string computed = Convert.ToBase64String(MD5.HashData(content));
#pragma warning restore CA5351
        if (computed != expected)
        {
            throw new S3ErrorException(S3Errors.BadDigest(expected, computed));
        }
    }

    private static List<KeyValuePair<string, string>> CheckChecksums(
        S3Request request, IReadOnlyList<KeyValuePair<string, string>> trailers, byte[] data)
    {
        var verified = new List<KeyValuePair<string, string>>();
        foreach ((string field, string value) in request.Head.Headers.Concat(trailers))
        {
            string name = field.ToLowerInvariant();
            if (!name.StartsWith(ChecksumAlgorithm.HeaderPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            // Names such as x-amz-checksum-mode and -algorithm belong here by prefix only.
            string algorithm = name[ChecksumAlgorithm.HeaderPrefix.Length..];
            if (ChecksumAlgorithm.Compute(algorithm, data) is not { } computed)
            {
                continue;
            }

            if (computed != value)
            {
                throw new S3ErrorException(S3Errors.BadChecksum(algorithm));
            }

            verified.Add(new KeyValuePair<string, string>(name, value));
        }

        return verified;
    }
}
