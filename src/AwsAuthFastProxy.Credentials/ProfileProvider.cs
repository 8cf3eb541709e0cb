using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>
/// A profile of <c>~/.aws/config</c> and <c>~/.aws/credentials</c> (or <c>AWS_CONFIG_FILE</c>, <c>AWS_SHARED_CREDENTIALS_FILE</c>) with all
/// that AWSSDK reads there: keys, <c>credential_process</c>, <c>role_arn</c> with its sources, SSO, web identity. Read anew each time.
/// </summary>
/// <param name="Name">The profile, or null for <c>AWS_PROFILE</c>, or else <c>default</c>.</param>
public sealed record ProfileProvider(string? Name) : CredentialProvider
{
    private const string ProfileVariable = "AWS_PROFILE";

    /// <inheritdoc/>
    public override string Kind => "profile";

    private string Effective => Name ?? (Environment.GetEnvironmentVariable(ProfileVariable) is { Length: > 0 } named ? named : "default");

    /// <summary>Whether there is such a profile.</summary>
    public bool Exists() => Open().TryGetProfile(Effective, out _);

    /// <inheritdoc/>
    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken) => SdkErrors.GuardAsync(() =>
    {
        CredentialProfileStoreChain chain = Open();
        if (!chain.TryGetProfile(Effective, out CredentialProfile profile))
        {
            throw new CredentialException($"there is no profile \"{Effective}\" in ~/.aws/config or ~/.aws/credentials");
        }

        // Not TryGetAWSCredentials, which says only that it could not.
        AWSCredentials credentials = AWSCredentialsFactory.GetAWSCredentials(profile, chain);
        if (credentials is SSOAWSCredentials sso)
        {
            // A proxy has nobody to show a login page to.
            sso.Options.SupportsGettingNewToken = false;
        }

        return SdkKeys.ReadAsync(credentials, Kind);
    });

    // Named here, since AWSSDK passes over a file for good that is not there when it first looks.
    private static CredentialProfileStoreChain Open() => new(Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE"));
}
