namespace AwsAuthFastProxy.Origin;

/// <summary>
/// Checks the signature of a request's head by "Authenticating Requests (AWS Signature Version 4)" of the S3 API reference.
/// Written for clarity, without any part of the proxy's signer, which it is there to judge.
/// </summary>
internal sealed class SignatureVerifier(OriginOptions options)
{
    private static readonly TimeSpan s_maxSkew = TimeSpan.FromMinutes(15);

    /// <summary>What the signature says, or null for an anonymous request that is allowed.</summary>
    /// <exception cref="S3ErrorException">The request is not authenticated.</exception>
    public SigningContext? Verify(S3Request request)
    {
        PresentedSignature? presented = Present(request);
        if (presented is null)
        {
            return options.AllowAnonymous ? null : throw new S3ErrorException(S3Errors.AccessDenied("Access Denied"));
        }

        CheckScope(presented);
        CheckTime(presented);
        OriginCredential credential = Credential(presented);
        CheckSignedHeaders(request, presented);

        bool isS3 = options.Service == "s3";
        CanonicalForm canonical = CanonicalForm.Of(request, presented, isS3);
        if (!isS3 && !PayloadHash.IsHash(presented.PayloadHash))
        {
            // Other services hash the body themselves, so what stands for an open one never matches.
            throw new S3ErrorException(S3Errors.SignatureDoesNotMatch(presented, canonical), canonical);
        }

        var key = new SigningKey(credential.SecretKey, presented.Scope);
        return SigningKey.AreEqual(key.Sign(canonical.StringToSign), presented.Signature)
            ? new SigningContext(presented, canonical, key)
            : throw new S3ErrorException(S3Errors.SignatureDoesNotMatch(presented, canonical), canonical);
    }

    /// <summary>Where a request claims to be signed, right or wrong; null (an unreadable request) is unsigned.</summary>
    public static SignatureForm FormOf(S3Request? request) =>
        request is null ? SignatureForm.None
        : request.Header("Authorization") is not null ? SignatureForm.Header
        : request.QueryParameters.Any(IsVersion4) ? SignatureForm.Query
        : SignatureForm.None;

    private PresentedSignature? Present(S3Request request)
    {
        string[] headers = FieldLines.Values(request.Head.Headers, "Authorization").ToArray();
        bool version4 = request.QueryParameters.Any(IsVersion4);
        bool version2 = request.QueryParameters.Any(parameter => parameter.Name is "AWSAccessKeyId" or "Signature");
        int mechanisms = headers.Length + (version4 ? 1 : 0) + (version2 ? 1 : 0);
        if (mechanisms > 1)
        {
            throw new S3ErrorException(S3Errors.InvalidArgument(
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
                "Authorization",
                headers.FirstOrDefault("null")));
        }

        if (version2)
        {
            throw new S3ErrorException(S3Errors.InvalidRequest(
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."));
        }

        // S3 alone asks for the field; the body of others is hashed whatever the head says, and one is not there as a rule.
        string? implied = options.Service == "s3" ? null : PayloadHash.Of([]);
        return version4 ? PresignedQuery.Parse(request, implied ?? PayloadHash.Unsigned)
            : headers.Length == 1 ? AuthorizationHeader.Parse(request, headers[0], implied)
            : null;
    }

    // Without regard to case, so that a variant of a name cannot slip past as an unknown parameter.
    private static bool IsVersion4(QueryParameter parameter) => parameter.Name.ToUpperInvariant()
        is "X-AMZ-ALGORITHM" or "X-AMZ-CREDENTIAL" or "X-AMZ-SIGNATURE" or "X-AMZ-SIGNEDHEADERS" or "X-AMZ-EXPIRES";

    private void CheckScope(PresentedSignature presented)
    {
        (string date, string region, string service, string terminator) = presented.Scope;
        string prefix = presented.Form == SignatureForm.Query ? "Error parsing the X-Amz-Credential parameter; " : "";
        string? wrong =
            date != presented.Timestamp[..8] ? $"Invalid credential date \"{date}\". This date is not the same as X-Amz-Date: \"{presented.Timestamp[..8]}\"."
            : service != options.Service ? $"incorrect service \"{service}\". This endpoint belongs to \"{options.Service}\"."
            : terminator != CredentialScope.Aws4Request ? $"incorrect terminal \"{terminator}\". This endpoint uses \"{CredentialScope.Aws4Request}\"."
            : null;
        if (wrong is not null)
        {
            throw new S3ErrorException(S3Errors.CredentialMalformed(presented.Form, prefix + wrong));
        }

        if (region != options.Region)
        {
            throw new S3ErrorException(S3Errors.CredentialMalformed(
                presented.Form, $"{prefix}the region '{region}' is wrong; expecting '{options.Region}'", options.Region));
        }
    }

    private void CheckTime(PresentedSignature presented)
    {
        DateTimeOffset now = options.Clock.GetUtcNow();
        if (presented.Lifetime is not { } lifetime)
        {
            if ((now - presented.Time).Duration() > s_maxSkew)
            {
                throw new S3ErrorException(S3Errors.RequestTimeTooSkewed(presented.Time, now, s_maxSkew));
            }

            return;
        }

        if (presented.Time - now > s_maxSkew)
        {
            throw new S3ErrorException(S3Errors.AccessDenied("Request is not valid yet"));
        }

        if (now > presented.Time + lifetime)
        {
            throw new S3ErrorException(S3Errors.RequestHasExpired(lifetime, presented.Time + lifetime, now));
        }
    }

    private OriginCredential Credential(PresentedSignature presented)
    {
        OriginCredential credential = options.Credentials.FirstOrDefault(known => known.AccessKey == presented.AccessKey)
            ?? throw new S3ErrorException(S3Errors.InvalidAccessKeyId(presented.AccessKey));
        if (credential.SessionToken != presented.SecurityToken)
        {
            throw new S3ErrorException(S3Errors.InvalidToken(presented.SecurityToken));
        }

        return credential.Expires is { } end && options.Clock.GetUtcNow() >= end
            ? throw new S3ErrorException(S3Errors.ExpiredToken(presented.SecurityToken))
            : credential;
    }

    // S3 demands host and every x-amz-* header that is present.
    private static void CheckSignedHeaders(S3Request request, PresentedSignature presented)
    {
        string[] missing = request.Head.Headers
            .Select(line => line.Key.ToLowerInvariant())
            .Where(name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal))
            .Append("host")
            .Distinct()
            .Except(presented.SignedHeaders, StringComparer.Ordinal)
            .ToArray();
        if (missing.Length > 0)
        {
            throw new S3ErrorException(S3Errors.HeadersNotSigned(missing));
        }
    }
}
