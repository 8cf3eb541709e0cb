namespace AwsAuthFastProxy.Origin;

/// <summary>Ends the work on a request with an error answer; the connection goes on.</summary>
internal sealed class S3ErrorException(S3Error error, CanonicalForm? canonical = null) : Exception(error.Code)
{
    public S3Error Error { get; } = error;

    /// <summary>What the check of the signature had computed, for the verdict.</summary>
    public CanonicalForm? Canonical { get; } = canonical;
}
