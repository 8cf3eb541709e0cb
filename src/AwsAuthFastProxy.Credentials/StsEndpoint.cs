using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>Which STS is asked, as whom.</summary>
/// <param name="Region">Its region, or null for <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, or else <c>us-east-1</c>.</param>
/// <param name="Url">Its URL in place of AWS's own for the region, or null (or <c>AWS_ENDPOINT_URL_STS</c>).</param>
/// <param name="SessionName">How the session is named in logs of the account.</param>
/// <param name="Duration">How long the keys shall last, or null for the service's default, an hour.</param>
public sealed record StsEndpoint(string? Region, string? Url, string SessionName, TimeSpan? Duration)
{
    /// <summary>The session's name unless another is given.</summary>
    public const string DefaultSessionName = "aws-auth-fast-proxy";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    internal int? DurationSeconds => (int?)Duration?.TotalSeconds;

    internal AmazonSecurityTokenServiceClient CreateClient(AWSCredentials credentials)
    {
        string region = Region ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? "us-east-1";

        // Few tries of its own: how often and when to try again is decided by who asks for keys.
        var config = new AmazonSecurityTokenServiceConfig { Timeout = s_timeout, MaxErrorRetry = 1, RetryMode = RequestRetryMode.Standard };
        if (Url is not null)
        {
            config.ServiceURL = Url;
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return new AmazonSecurityTokenServiceClient(credentials, config);
    }

    internal static FetchedCredentials ToFetched(Amazon.SecurityToken.Model.Credentials? keys, string kind) => keys is null
        ? throw new CredentialException("there are no keys in the answer")
        : SdkKeys.Make(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken, keys.Expiration ?? DateTime.UnixEpoch, kind);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
