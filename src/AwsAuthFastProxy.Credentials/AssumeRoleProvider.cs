using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>A role, by STS AssumeRole signed with keys of another provider, which is asked each time before.</summary>
/// <param name="Source">Whose keys sign the call.</param>
/// <param name="RoleArn">The role.</param>
/// <param name="ExternalId">What the role's trust policy asks for, or null.</param>
/// <param name="Sts">Which STS.</param>
public sealed record AssumeRoleProvider(CredentialProvider Source, string RoleArn, string? ExternalId, StsEndpoint Sts) : CredentialProvider
{
    /// <inheritdoc/>
    public override string Kind => "assumeRole";

    /// <inheritdoc/>
    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken) => SdkErrors.GuardAsync(async () =>
    {
        using FetchedCredentials source = await SourceKeysAsync(cancellationToken).ConfigureAwait(false);
        using AmazonSecurityTokenServiceClient sts = Sts.CreateClient(SdkKeys.ToSdk(source));
        var request = new AssumeRoleRequest
        {
            RoleArn = RoleArn,
            RoleSessionName = Sts.SessionName,
            ExternalId = ExternalId,
            DurationSeconds = Sts.DurationSeconds,
        };
        AssumeRoleResponse response = await sts.AssumeRoleAsync(request, cancellationToken).ConfigureAwait(false);
        return StsEndpoint.ToFetched(response.Credentials, Kind);
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Source.Dispose();
        base.Dispose(disposing);
    }

    private async Task<FetchedCredentials> SourceKeysAsync(CancellationToken cancellationToken)
    {
        FetchedCredentials keys;
        try
        {
            keys = await Source.FetchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialException e)
        {
            throw new CredentialException($"no keys from its source, {Source.Kind}: {e.Message}", e);
        }

        if (keys.Fault(DateTimeOffset.UtcNow) is { } fault)
        {
            keys.Dispose();
            throw new CredentialException($"no keys from its source, {Source.Kind}: {fault}");
        }

        return keys;
    }
}
