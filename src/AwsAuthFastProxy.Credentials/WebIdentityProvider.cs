using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>
/// A role, by STS AssumeRoleWithWebIdentity with the token of a file that somebody keeps fresh, as EKS does for service accounts.
/// </summary>
/// <param name="TokenFile">The file, or null for <c>AWS_WEB_IDENTITY_TOKEN_FILE</c>.</param>
/// <param name="RoleArn">The role, or null for <c>AWS_ROLE_ARN</c>.</param>
/// <param name="Sts">Which STS.</param>
public sealed record WebIdentityProvider(string? TokenFile, string? RoleArn, StsEndpoint Sts) : CredentialProvider
{
    private const string TokenFileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string RoleArnVariable = "AWS_ROLE_ARN";

    /// <inheritdoc/>
    public override string Kind => "webIdentity";

    /// <summary>Whether the environment names a token file and a role.</summary>
    public static bool IsConfigured =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TokenFileVariable)) && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(RoleArnVariable));

    /// <inheritdoc/>
    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken) => SdkErrors.GuardAsync(async () =>
    {
        string file = TokenFile ?? Required(TokenFileVariable);
        string token = (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
        using AmazonSecurityTokenServiceClient sts = Sts.CreateClient(new AnonymousAWSCredentials());
        var request = new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = RoleArn ?? Required(RoleArnVariable),
            RoleSessionName = Sts.SessionName,
            WebIdentityToken = token,
            DurationSeconds = Sts.DurationSeconds,
        };
        AssumeRoleWithWebIdentityResponse response = await sts.AssumeRoleWithWebIdentityAsync(request, cancellationToken).ConfigureAwait(false);
        return StsEndpoint.ToFetched(response.Credentials, Kind);
    });

    private static string Required(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new CredentialException($"the environment variable {name} is not set");
}
