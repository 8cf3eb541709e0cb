using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>A derived key as it was handed over: its scope, and the key in base64, which it never shows.</summary>
public sealed class DayKey(CredentialScope scope, string base64)
{
    /// <summary>The day, region and service the key is good for.</summary>
    public CredentialScope Scope { get; } = scope;

    /// <summary>Whether both are the same key of the same scope.</summary>
    public bool IsSameAs(DayKey other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Scope == other.Scope && base64 == other.Base64;
    }

    /// <summary>The scope only.</summary>
    public override string ToString() => Scope.ToString();

    internal string Base64 => base64;
}
