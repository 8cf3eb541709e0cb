namespace AwsAuthFastProxy.Origin;

/// <summary>What the check of one request's signature and payload came to.</summary>
/// <param name="Accepted">Whether the request was authenticated (or anonymous and allowed) and its payload agrees with what was signed.</param>
/// <param name="Form">Where the signature stood.</param>
/// <param name="ErrorCode">S3's error code when not accepted, such as <c>SignatureDoesNotMatch</c>; else null.</param>
/// <param name="CanonicalRequest">The canonical request the origin computed; null when it did not get that far.</param>
/// <param name="StringToSign">The string to sign the origin computed; null when it did not get that far.</param>
public sealed record SignatureVerdict(
    bool Accepted, SignatureForm Form, string? ErrorCode, string? CanonicalRequest, string? StringToSign);
