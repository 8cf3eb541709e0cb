using System.Text.RegularExpressions;
using Amazon.Util;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>
/// The role of an EC2 instance, from its metadata service (IMDSv2; <c>AWS_EC2_METADATA_SERVICE_ENDPOINT</c> names another). Asked
/// directly, since AWSSDK's own cache over it hides errors and stretches the end of keys that have expired.
/// </summary>
public sealed partial record InstanceProvider : CredentialProvider
{
    /// <inheritdoc/>
    public override string Kind => "instance";

    /// <inheritdoc/>
    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken) => SdkErrors.GuardAsync(async () =>
    {
        if (!EC2InstanceMetadata.IsIMDSEnabled)
        {
            throw new CredentialException("the instance metadata service is switched off by AWS_EC2_METADATA_DISABLED");
        }

        // Without a session token (IMDSv1) whoever can make this machine send a GET could read the keys; AWSSDK would fall back to it.
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_V1_DISABLED", "true");
        IDictionary<string, IAMSecurityCredentialMetadata>? roles = await EC2InstanceMetadata.GetIAMSecurityCredentialsAsync().ConfigureAwait(false);
        if (roles is null || roles.Count == 0)
        {
            throw new CredentialException("the instance metadata service did not answer, or the instance has no role");
        }

        (string role, IAMSecurityCredentialMetadata keys) = roles.First();
        if (!RoleName().IsMatch(role))
        {
            throw new CredentialException("the instance metadata service's answer is not in the expected form");
        }

        if (keys is null || (keys.Code is not null && !keys.Code.Equals("Success", StringComparison.OrdinalIgnoreCase)))
        {
            throw new CredentialException($"the instance metadata service has no keys for the role {role}: {keys?.Code ?? "no answer"}");
        }

        return SdkKeys.Make(keys.AccessKeyId, keys.SecretAccessKey, keys.Token, keys.Expiration, Kind);
    });

    // IAM API reference, CreateRole: RoleName.
    [GeneratedRegex(@"^[\w+=,.@-]{1,64}$")]
    private static partial Regex RoleName();
}
