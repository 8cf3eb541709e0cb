using Amazon.Runtime;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary><c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c>, <c>AWS_SESSION_TOKEN</c>.</summary>
public sealed record EnvironmentProvider : CredentialProvider
{
    /// <inheritdoc/>
    public override string Kind => "environment";

    /// <inheritdoc/>
    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken) =>
        SdkErrors.GuardAsync(() => SdkKeys.ReadAsync(new EnvironmentVariablesAWSCredentials(), Kind));
}
