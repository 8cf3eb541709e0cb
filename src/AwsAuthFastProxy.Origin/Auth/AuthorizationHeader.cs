namespace AwsAuthFastProxy.Origin;

/// <summary>Reads the header form: <c>Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c>.</summary>
internal static class AuthorizationHeader
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <exception cref="S3ErrorException">400 AuthorizationHeaderMalformed and its kin, 403 AccessDenied without a date.</exception>
    public static PresentedSignature Parse(S3Request request, string value, string? impliedPayloadHash)
    {
        int space = value.IndexOf(' ', StringComparison.Ordinal);
        string algorithm = space < 0 ? value : value[..space];
        if (algorithm != Algorithm)
        {
            throw new S3ErrorException(algorithm == "AWS"
                ? S3Errors.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.")
                : S3Errors.InvalidArgument("Unsupported Authorization Type", "Authorization", value));
        }

        Dictionary<string, string> parts = Parts(value[Algorithm.Length..]);
        (string accessKey, CredentialScope scope) = Credential(Part(parts, "Credential"));
        string[] signedHeaders = Part(parts, "SignedHeaders").Split(';');
        string signature = Part(parts, "Signature");
        DateTimeOffset time = Time(request);
        string payloadHash = PayloadHash.Require(
            request.Header("x-amz-content-sha256") ?? impliedPayloadHash ?? throw new S3ErrorException(S3Errors.MissingSecurityHeader("x-amz-content-sha256")));
        return new PresentedSignature(
            SignatureForm.Header, accessKey, scope, signedHeaders, signature, time, request.Header("x-amz-security-token"), payloadHash, null);
    }

    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string piece in text.Split(','))
        {
            string[] sides = piece.Trim(' ', '\t').Split('=', 2);
            if (sides.Length != 2 || !parts.TryAdd(sides[0], sides[1]))
            {
                throw Malformed("The authorization header requires three components: Credential, SignedHeaders, and Signature.");
            }
        }

        return parts.Count == 3 ? parts : throw Malformed("The authorization header requires three components: Credential, SignedHeaders, and Signature.");
    }

    private static string Part(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out string? value) && value.Length > 0 ? value : throw Malformed($"the {name} is missing.");

    private static (string AccessKey, CredentialScope Scope) Credential(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 5
            ? (parts[0], new CredentialScope(parts[1], parts[2], parts[3], parts[4]))
            : throw Malformed("the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    }

    // x-amz-date goes before Date, which may be in either form.
    private static DateTimeOffset Time(S3Request request)
    {
        string? amzDate = request.Header("x-amz-date");
        string? date = request.Header("Date");
        DateTimeOffset? time = amzDate is not null ? AmzDate.Parse(amzDate) : AmzDate.Parse(date) ?? HttpDate.Parse(date);
        return time ?? throw new S3ErrorException(S3Errors.AccessDenied("AWS authentication requires a valid Date or x-amz-date header"));
    }

    private static S3ErrorException Malformed(string detail) => new(S3Errors.CredentialMalformed(SignatureForm.Header, detail));
}
