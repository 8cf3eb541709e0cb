namespace AwsAuthFastProxy.Origin;

/// <summary>A payload that agrees with its signature and checksums.</summary>
/// <param name="Octets">The data, <c>aws-chunked</c> framing removed.</param>
/// <param name="Checksums">The verified <c>x-amz-checksum-*</c> headers and trailers, names in lower case.</param>
internal sealed record VerifiedPayload(byte[] Octets, IReadOnlyList<KeyValuePair<string, string>> Checksums);
