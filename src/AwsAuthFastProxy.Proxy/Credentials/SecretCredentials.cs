using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>An access key with its secret: a key for every day, region and service can be derived.</summary>
/// <param name="name">The name in the configuration.</param>
/// <param name="accessKey">The access key id.</param>
/// <param name="secretKey">The secret; copied.</param>
/// <param name="sessionToken">The token of temporary credentials, or null.</param>
/// <param name="provider">Where they come from, as <see cref="KeyStatus.Provider"/> names it.</param>
public sealed class SecretCredentials(string name, string accessKey, string secretKey, string? sessionToken, string provider = "static")
    : CredentialSource(name)
{
    private readonly Lock _lock = new();
    private readonly SecretBytes _secret = new(secretKey);

    /// <inheritdoc/>
    public override int Version => 0;

    /// <inheritdoc/>
    public override SigningKey? TryCreateKey(int day, string region, string service, out string? reason)
    {
        lock (_lock)
        {
            if (_secret.IsRetired)
            {
                reason = $"credentials {Name} are no longer in use";
                return null;
            }

            return SecretKey.TryDerive(accessKey, _secret, sessionToken, day, region, service, out reason);
        }
    }

    /// <inheritdoc/>
    public override KeyStatus Status(DateTimeOffset now) => new()
    {
        Name = Name,
        Provider = provider,
        AccessKeyId = accessKey,
        IsUsable = !_secret.IsRetired,
    };

    /// <summary>The access key only.</summary>
    public override string ToString() => $"{Name} ({accessKey})";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _secret.Dispose();
        }

        base.Dispose(disposing);
    }
}
