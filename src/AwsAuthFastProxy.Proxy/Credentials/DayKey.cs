using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>A derived key as it was handed over, with its scope. Never shows the key; zeroed when disposed of.</summary>
public sealed class DayKey : IDisposable
{
    private readonly SecretBytes _key;

    /// <summary>A key from its base64 form.</summary>
    /// <param name="scope">The day, region and service it was derived for.</param>
    /// <param name="base64">Its 32 bytes in base64.</param>
    /// <exception cref="FormatException">It is not base64.</exception>
    public DayKey(CredentialScope scope, ReadOnlySpan<char> base64)
    {
        Scope = scope;
        Span<byte> key = stackalloc byte[2 * KeyDerivation.KeyLength];
        if (!Convert.TryFromBase64Chars(base64.Trim(), key, out int length))
        {
            throw new FormatException(SigningKey.Describe(SigningKeyError.NotBase64));
        }

        _key = new SecretBytes(key[..length]);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The day, region and service the key is good for.</summary>
    public CredentialScope Scope { get; }

    /// <summary>Whether both are the same key of the same scope.</summary>
    public bool IsSameAs(DayKey other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Scope == other.Scope && _key.IsSameAs(other._key);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>The scope only.</summary>
    public override string ToString() => Scope.ToString();

    internal SigningKey? TryCreate(string accessKey, string? sessionToken, out SigningKeyError error)
    {
        if (SigningKey.TryFromBytes(accessKey, _key.Span, Scope, sessionToken, out SigningKey? made, out error))
        {
            return made;
        }

        return null;
    }
}
