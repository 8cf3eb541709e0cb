using AwsAuthFastProxy.Credentials.Tests.Fakes;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials.Tests;

/// <summary>What all tests of providers ask, and that they run one after the other: the environment is the process's.</summary>
[Collection("environment")]
public abstract class ProviderTests
{
    // Services tell whole seconds.
    private protected static readonly DateTimeOffset InAnHour = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds());

    private protected static async Task AssertKeysAsync(
        CredentialProvider provider, string accessKey, string secret, string? token, DateTimeOffset? expires, string? named = null)
    {
        using FetchedCredentials keys = await provider.FetchAsync(CancellationToken.None);
        Assert.Null(keys.Fault(DateTimeOffset.UtcNow));
        Assert.Equal(accessKey, keys.AccessKeyId);
        Assert.Equal(secret, keys.ReadSecret());
        Assert.Equal(token, keys.SessionToken);
        Assert.Equal(expires, keys.Expires);
        Assert.Equal(named ?? provider.Kind, keys.Provider);
    }

    /// <summary>It gives nothing that could be taken for keys, and says why in words that hold nothing of the answer.</summary>
    private protected static async Task<string> AssertRefusedAsync(CredentialProvider provider)
    {
        string? reason;
        try
        {
            using FetchedCredentials keys = await provider.FetchAsync(CancellationToken.None);
            reason = keys.Fault(DateTimeOffset.UtcNow);
        }
        catch (CredentialException e)
        {
            reason = e.Message;
        }

        Assert.NotNull(reason);
        Assert.All(
            [StsFake.Secret, StsFake.Token, MetadataFake.Secret, MetadataFake.Token, MetadataFake.ApiToken, "SECRETPAGE", "\n"],
            secret => Assert.DoesNotContain(secret, reason, StringComparison.Ordinal));
        return reason;
    }
}
