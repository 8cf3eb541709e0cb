using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>
/// The first that this machine is set up for, in AWSSDK's order: environment, web identity, profile, container, instance. Looked at anew each
/// time; which one it was stands in the status.
/// </summary>
/// <param name="Sts">For web identity.</param>
public sealed record ChainProvider(StsEndpoint Sts) : CredentialProvider
{
    /// <inheritdoc/>
    public override string Kind => "chain";

    /// <inheritdoc/>
    public override async Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        CredentialProvider chosen = Choose();
        try
        {
            using FetchedCredentials keys = await chosen.FetchAsync(cancellationToken).ConfigureAwait(false);
            return keys.Named($"{Kind} ({chosen.Kind})");
        }
        catch (CredentialException e)
        {
            string only = chosen is InstanceProvider ? "no keys in the environment, in profiles or from a container; " : "";
            throw new CredentialException($"{only}{chosen.Kind}: {e.Message}", e);
        }
    }

    private CredentialProvider Choose()
    {
        var profile = new ProfileProvider(Name: null);
        return !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")) ? new EnvironmentProvider()
            : WebIdentityProvider.IsConfigured ? new WebIdentityProvider(null, null, Sts)
            : profile.Exists() || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_PROFILE")) ? profile
            : ContainerProvider.IsConfigured ? new ContainerProvider()
            : new InstanceProvider();
    }
}
