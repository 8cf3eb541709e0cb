namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// Somebody who hands out access keys: a metadata service, a profile file, STS. A record, so that two configurations of the same provider
/// are equal: what runs is then kept over a reload. Its text shows no secret.
/// </summary>
public abstract record CredentialProvider : IDisposable
{
    /// <summary>The provider's name in the configuration, such as <c>instance</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Asks for new values; never answers from a cache of its own. The caller disposes of them.</summary>
    /// <exception cref="CredentialException">There are none; the message says why.</exception>
    public abstract Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeroes the secrets that it asks with.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
