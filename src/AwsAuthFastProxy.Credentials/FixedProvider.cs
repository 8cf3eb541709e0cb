using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials;

/// <summary>Keys that stand in the configuration, as the source of a role. Equal when they are the same keys; shows the access key only.</summary>
public sealed record FixedProvider : CredentialProvider
{
    private readonly string _accessKey;
    private readonly SecretBytes _secret;
    private readonly string? _sessionToken;

    /// <summary>Copies the secret.</summary>
    public FixedProvider(string accessKey, string secretKey, string? sessionToken)
    {
        (_accessKey, _sessionToken) = (accessKey, sessionToken);
        _secret = new SecretBytes(secretKey);
    }

    /// <inheritdoc/>
    public override string Kind => "static";

    /// <inheritdoc/>
    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new FetchedCredentials(_accessKey, new SecretBytes(_secret.Span), _sessionToken, null, Kind));

    /// <summary>By content.</summary>
    public bool Equals(FixedProvider? other) =>
        other is not null && _accessKey == other._accessKey && _sessionToken == other._sessionToken && _secret.IsSameAs(other._secret);

    /// <inheritdoc/>
    public override int GetHashCode() => _accessKey.GetHashCode(StringComparison.Ordinal);

    /// <summary>The access key only.</summary>
    public override string ToString() => _accessKey;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _secret.Dispose();
        base.Dispose(disposing);
    }
}
