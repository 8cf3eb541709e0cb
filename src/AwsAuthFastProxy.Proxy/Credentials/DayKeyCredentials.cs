using System.Globalization;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// An access key with derived keys only, each good for one UTC day, region and service: no secret is on this machine,
/// and a day without a key has nothing to sign with.
/// </summary>
public sealed class DayKeyCredentials(string name, string accessKey, IReadOnlyList<DayKey> keys, string? sessionToken)
    : CredentialSource(name)
{
    /// <summary>The keys, in no order.</summary>
    public IReadOnlyList<DayKey> Keys { get; } = keys;

    /// <inheritdoc/>
    public override int Version => 0;

    /// <inheritdoc/>
    public override SigningKey? TryCreateKey(int day, string region, string service, out string? reason)
    {
        var date = day.ToString("D8", CultureInfo.InvariantCulture);
        foreach (var key in Keys)
        {
            if (key.Scope.Date == date && key.Scope.Region == region && key.Scope.Service == service)
            {
                var made = SigningKey.TryFromBase64(accessKey, key.Base64, key.Scope, sessionToken, out var signingKey, out var error);
                reason = made ? null : SigningKey.Describe(error);
                return signingKey;
            }
        }

        reason = $"credentials {Name} have no key for {date}/{region}/{service}/{CredentialScope.Terminator}";
        return null;
    }

    /// <summary>The access key only.</summary>
    public override string ToString() => $"{Name} ({accessKey})";
}
