using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>The errors of signatures and payloads, worded as S3 words them ("Error responses" of the S3 API reference).</summary>
internal static class S3Errors
{
    public static S3Error AccessDenied(string message) => new(403, "AccessDenied", message);

    public static S3Error InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static S3Error InvalidUri() => new(400, "InvalidURI", "Couldn't parse the specified URI.");

    public static S3Error InvalidArgument(string message, string name, string value) =>
        new(400, "InvalidArgument", message, Detail("ArgumentName", name), Detail("ArgumentValue", value));

    public static S3Error MissingSecurityHeader(string name) =>
        new(400, "MissingSecurityHeader", "Your request was missing a required header", Detail("MissingHeaderName", name));

    /// <summary>A credential that cannot be read or has the wrong scope: S3 has one code for each form.</summary>
    public static S3Error CredentialMalformed(SignatureForm form, string detail, string? region = null)
    {
        KeyValuePair<string, string>[] details = region is null ? [] : [Detail("Region", region)];
        return form == SignatureForm.Query
            ? new S3Error(400, "AuthorizationQueryParametersError", detail, details)
            : new S3Error(400, "AuthorizationHeaderMalformed", $"The authorization header is malformed; {detail}", details);
    }

    public static S3Error RequestTimeTooSkewed(DateTimeOffset requestTime, DateTimeOffset serverTime, TimeSpan maximum) => new(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        Detail("RequestTime", AmzDate.Format(requestTime)),
        Detail("ServerTime", Iso(serverTime)),
        Detail("MaxAllowedSkewMilliseconds", maximum.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)));

    public static S3Error RequestHasExpired(TimeSpan lifetime, DateTimeOffset end, DateTimeOffset serverTime) => new(
        403,
        "AccessDenied",
        "Request has expired",
        Detail("X-Amz-Expires", lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
        Detail("Expires", Iso(end)),
        Detail("ServerTime", Iso(serverTime)));

    public static S3Error InvalidAccessKeyId(string accessKey) => new(
        403,
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
        Detail("AWSAccessKeyId", accessKey));

    public static S3Error InvalidToken(string? token) =>
        new(400, "InvalidToken", "The provided token is malformed or otherwise invalid.", Detail("Token-0", token ?? ""));

    public static S3Error ExpiredToken(string? token) =>
        new(400, "ExpiredToken", "The provided token has expired.", Detail("Token-0", token ?? ""));

    public static S3Error HeadersNotSigned(IEnumerable<string> names) => new(
        403,
        "AccessDenied",
        "There were headers present in the request which were not signed",
        Detail("HeadersNotSigned", string.Join(", ", names)));

    public static S3Error SignatureDoesNotMatch(PresentedSignature presented, CanonicalForm canonical) => new(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        Detail("AWSAccessKeyId", presented.AccessKey),
        Detail("StringToSign", canonical.StringToSign),
        Detail("SignatureProvided", presented.Signature),
        Detail("StringToSignBytes", Octets(canonical.StringToSign)),
        Detail("CanonicalRequest", canonical.Request),
        Detail("CanonicalRequestBytes", Octets(canonical.Request)));

    public static S3Error ContentSha256Mismatch(string promised, string computed) => new(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        Detail("ClientComputedContentSHA256", promised),
        Detail("S3ComputedContentSHA256", computed));

    public static S3Error InvalidDigest(string digest) =>
        new(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", Detail("Content-MD5", digest));

    public static S3Error BadDigest(string expected, string computed) => new(
        400,
        "BadDigest",
        "The Content-MD5 you specified did not match what we received.",
        Detail("ExpectedDigest", expected),
        Detail("CalculatedDigest", computed));

    public static S3Error BadChecksum(string algorithm) => new(
        400, "BadDigest", $"The {algorithm.ToUpperInvariant()} you specified did not match the calculated checksum.");

    public static S3Error IncompleteBody() => new(400, "IncompleteBody", "The request body terminated unexpectedly");

    public static S3Error MalformedTrailer() => new(
        400,
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    public static S3Error InvalidChunkSize(int number, int size) => new(
        403,
        "InvalidChunkSizeError",
        "Only the last chunk is allowed to have a size less than 8192 bytes",
        Detail("Chunk", number.ToString(CultureInfo.InvariantCulture)),
        Detail("BadChunkSize", size.ToString(CultureInfo.InvariantCulture)));

    public static KeyValuePair<string, string> Detail(string name, string value) => new(name, value);

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Octets(string text) => Convert.ToHexStringLower(Encoding.Latin1.GetBytes(text)).Chunk(2)
        .Aggregate(new StringBuilder(), (all, pair) => (all.Length == 0 ? all : all.Append(' ')).Append(pair)).ToString();
}
