using Amazon.Runtime;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>Between AWSSDK's credentials, which are strings, and ours.</summary>
internal static class SdkKeys
{
    /// <summary>AWSSDK says <see cref="DateTime.MaxValue"/> where a credential process names no end.</summary>
    private const int NoEndYear = 9000;

    /// <summary>Asks <paramref name="credentials"/>, which are new and have asked nobody yet.</summary>
    public static async Task<FetchedCredentials> ReadAsync(AWSCredentials credentials, string provider)
    {
        if (credentials is RefreshingAWSCredentials refreshing)
        {
            // When to ask again is decided elsewhere; here the true end is wanted.
            refreshing.PreemptExpiryTime = TimeSpan.Zero;
            refreshing.ExpirationBuffer = TimeSpan.Zero;
        }

        ImmutableCredentials keys = await credentials.GetCredentialsAsync().ConfigureAwait(false)
            ?? throw new CredentialException("there are no keys in the answer");
        return Make(keys.AccessKey, keys.SecretKey, keys.Token, credentials.Expiration, provider);
    }

    /// <summary>Makes ours of AWSSDK's strings, which the collector takes; absent parts become empty ones, which are no credentials.</summary>
    public static FetchedCredentials Make(string? accessKey, string? secret, string? token, DateTime? expiration, string provider) => new(
        accessKey ?? "",
        new SecretBytes(secret ?? ""),
        string.IsNullOrEmpty(token) ? null : token,
        expiration is { Year: < NoEndYear } end ? new DateTimeOffset(end.ToUniversalTime()) : null,
        provider);

    /// <summary>For a call that is signed with them.</summary>
    public static AWSCredentials ToSdk(FetchedCredentials keys)
    {
        string secret = keys.ReadSecret();
        return keys.SessionToken is { } token ? new SessionAWSCredentials(keys.AccessKeyId, secret, token) : new BasicAWSCredentials(keys.AccessKeyId, secret);
    }
}
