using Amazon.Runtime;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>
/// The role of an ECS task or an EKS pod, from the endpoint that <c>AWS_CONTAINER_CREDENTIALS_RELATIVE_URI</c> or
/// <c>AWS_CONTAINER_CREDENTIALS_FULL_URI</c> names.
/// </summary>
public sealed record ContainerProvider : CredentialProvider
{
    private static readonly string[] s_variables = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

    /// <inheritdoc/>
    public override string Kind => "container";

    /// <summary>Whether the environment names an endpoint.</summary>
    public static bool IsConfigured => Array.Exists(s_variables, static name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <inheritdoc/>
    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken) =>
        SdkErrors.GuardAsync(() => SdkKeys.ReadAsync(new GenericContainerCredentials(), Kind));
}
