using System.Globalization;
using System.Text;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>An access key with its secret: a key for every day, region and service can be derived.</summary>
public sealed class SecretCredentials : CredentialSource
{
    private readonly string _accessKey;
    private readonly string? _sessionToken;
    private readonly byte[] _secret;

    /// <summary>Keeps the secret in pinned memory, so that the collector leaves no copies of it.</summary>
    public SecretCredentials(string name, string accessKey, string secretKey, string? sessionToken)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(secretKey);
        _accessKey = accessKey;
        _sessionToken = sessionToken;
        _secret = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(secretKey), pinned: true);
        Encoding.UTF8.GetBytes(secretKey, _secret);
    }

    /// <inheritdoc/>
    public override int Version => 0;

    /// <inheritdoc/>
    public override SigningKey? TryCreateKey(int day, string region, string service, out string? reason)
    {
        try
        {
            var scope = CredentialScope.Create(day.ToString("D8", CultureInfo.InvariantCulture), region, service);
            reason = null;
            return SigningKey.FromSecret(_accessKey, _secret, scope, _sessionToken);
        }
        catch (FormatException malformed)
        {
            reason = malformed.Message;
            return null;
        }
    }

    /// <summary>The access key only.</summary>
    public override string ToString() => $"{Name} ({_accessKey})";
}
