using System.Globalization;

namespace AwsAuthFastProxy.Origin;

/// <summary>Reads the query form ("Authenticating Requests: Using Query Parameters"). Names are case-sensitive.</summary>
internal static class PresignedQuery
{
    public const string SignatureName = "X-Amz-Signature";
    private const int MaxLifetimeSeconds = 604_800;

    /// <exception cref="S3ErrorException">400 AuthorizationQueryParametersError.</exception>
    public static PresentedSignature Parse(S3Request request, string impliedPayloadHash)
    {
        string algorithm = Required(request, "X-Amz-Algorithm");
        string credential = Required(request, "X-Amz-Credential");
        string date = Required(request, "X-Amz-Date");
        string lifetime = Required(request, "X-Amz-Expires");
        string signedHeaders = Required(request, "X-Amz-SignedHeaders");
        string signature = Required(request, SignatureName);
        if (algorithm != AuthorizationHeader.Algorithm)
        {
            throw Malformed("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }

        string[] parts = credential.Split('/');
        if (parts.Length != 5)
        {
            throw Malformed("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }

        DateTimeOffset time = AmzDate.Parse(date)
            ?? throw Malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        string payloadHash = PayloadHash.Require(
            request.Query("X-Amz-Content-Sha256") ?? request.Header("x-amz-content-sha256") ?? impliedPayloadHash);
        return new PresentedSignature(
            SignatureForm.Query,
            parts[0],
            new CredentialScope(parts[1], parts[2], parts[3], parts[4]),
            signedHeaders.Split(';'),
            signature,
            time,
            request.Query("X-Amz-Security-Token"),
            payloadHash,
            TimeSpan.FromSeconds(Seconds(lifetime)));
    }

    private static int Seconds(string text)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seconds))
        {
            throw Malformed("X-Amz-Expires should be a number");
        }

        return seconds switch
        {
            < 0 => throw Malformed("X-Amz-Expires must be non-negative"),
            > MaxLifetimeSeconds => throw Malformed("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"),
            _ => seconds,
        };
    }

    private static string Required(S3Request request, string name)
    {
        string[] values = request.QueryParameters.Where(parameter => parameter.Name == name).Select(parameter => parameter.Value).ToArray();
        return values.Length == 1 ? values[0] : throw Malformed(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    }

    private static S3ErrorException Malformed(string message) => new(S3Errors.CredentialMalformed(SignatureForm.Query, message));
}
