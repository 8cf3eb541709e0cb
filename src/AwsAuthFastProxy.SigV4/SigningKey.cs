using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// A derived key with what belongs to it: access key id, scope, session token. Owns the 32 key bytes in pinned memory, so that
/// the collector leaves no copies, and zeroes them when disposed. Never shows them. Immutable until then; any thread may read it.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly byte[] _key;
    private volatile bool _disposed;

    private SigningKey(string accessKeyId, CredentialScope scope, string? sessionToken)
    {
        AccessKeyId = accessKeyId;
        Scope = scope;
        SessionToken = sessionToken;
        _key = GC.AllocateArray<byte>(KeyDerivation.KeyLength, pinned: true);
    }

    /// <summary>The access key id; public by nature.</summary>
    public string AccessKeyId { get; }

    /// <summary>The day, region and service the key is good for.</summary>
    public CredentialScope Scope { get; }

    /// <summary>The session token of temporary credentials, to be sent as x-amz-security-token; a secret. Null for none.</summary>
    public string? SessionToken { get; }

    internal ReadOnlySpan<byte> Key
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _key;
        }
    }

    /// <summary>Derives the key of a scope from a secret access key.</summary>
    /// <param name="accessKeyId">Visible ASCII without commas.</param>
    /// <param name="secret">The secret access key in UTF-8; not kept.</param>
    /// <param name="scope">Day, region and service.</param>
    /// <param name="sessionToken">The token of temporary credentials, or null.</param>
    /// <exception cref="FormatException">A part is malformed; the message says which, and never shows it.</exception>
    public static SigningKey FromSecret(
        string accessKeyId,
        ReadOnlySpan<byte> secret,
        CredentialScope scope,
        string? sessionToken = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var error = secret.IsEmpty ? SigningKeyError.EmptySecret : Check(accessKeyId, sessionToken);
        if (error != SigningKeyError.None)
        {
            throw new FormatException(Describe(error));
        }

        var key = new SigningKey(accessKeyId, scope, sessionToken);
        KeyDerivation.Derive(secret, scope, key._key);
        return key;
    }

    /// <summary>Takes a key derived elsewhere, as the signing-key command and the nginx module's script print it.</summary>
    /// <param name="accessKeyId">Visible ASCII without commas.</param>
    /// <param name="base64">The 32 bytes in base64; white space around is ignored.</param>
    /// <param name="scope">Day, region and service the key was derived for.</param>
    /// <param name="sessionToken">The token of temporary credentials, or null.</param>
    /// <exception cref="FormatException">A part is malformed; the message says which, and never shows it.</exception>
    public static SigningKey FromBase64(
        string accessKeyId,
        ReadOnlySpan<char> base64,
        CredentialScope scope,
        string? sessionToken = null) =>
        TryFromBase64(accessKeyId, base64, scope, sessionToken, out var key, out var error)
            ? key
            : throw new FormatException(Describe(error));

    /// <summary>As <see cref="FromBase64"/>, with the reason as a value.</summary>
    public static bool TryFromBase64(
        string accessKeyId,
        ReadOnlySpan<char> base64,
        CredentialScope scope,
        string? sessionToken,
        [NotNullWhen(true)] out SigningKey? key,
        out SigningKeyError error)
    {
        ArgumentNullException.ThrowIfNull(scope);
        key = null;
        error = Check(accessKeyId, sessionToken);
        if (error != SigningKeyError.None)
        {
            return false;
        }

        var made = new SigningKey(accessKeyId, scope, sessionToken);
        error = made.Decode(base64.Trim());
        if (error != SigningKeyError.None)
        {
            made.Dispose();
            return false;
        }

        key = made;
        return true;
    }

    /// <summary>As <see cref="TryFromBase64"/>, of the bytes themselves.</summary>
    public static bool TryFromBytes(
        string accessKeyId,
        ReadOnlySpan<byte> key,
        CredentialScope scope,
        string? sessionToken,
        [NotNullWhen(true)] out SigningKey? made,
        out SigningKeyError error)
    {
        ArgumentNullException.ThrowIfNull(scope);
        error = key.Length == KeyDerivation.KeyLength ? Check(accessKeyId, sessionToken) : SigningKeyError.NotThirtyTwoBytes;
        made = null;
        if (error == SigningKeyError.None)
        {
            made = new SigningKey(accessKeyId, scope, sessionToken);
            key.CopyTo(made._key);
        }

        return made is not null;
    }

    /// <summary>A sentence for the person who configured the key; shows none of it.</summary>
    public static string Describe(SigningKeyError error) => error switch
    {
        SigningKeyError.None => "the signing key is well formed",
        SigningKeyError.BadAccessKeyId => "an access key id is visible ASCII without commas, and not empty",
        SigningKeyError.BadSessionToken => "a session token is visible ASCII, and not empty",
        SigningKeyError.EmptySecret => "the secret access key is empty",
        SigningKeyError.NotBase64 => "the signing key is not base64",
        SigningKeyError.NotThirtyTwoBytes => "the signing key does not decode to 32 bytes: it is the derived key, not the secret access key",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };

    /// <summary>Zeroes the key. Signers already made from it hold their own state and go on.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }

    /// <summary>The access key id and the scope; never the key or the token.</summary>
    public override string ToString() => $"{AccessKeyId}/{Scope}";

    private static SigningKeyError Check(string accessKeyId, string? sessionToken)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);
        if (!IsVisibleAscii(accessKeyId) || accessKeyId.Contains(','))
        {
            return SigningKeyError.BadAccessKeyId;
        }

        return sessionToken is null || IsVisibleAscii(sessionToken) ? SigningKeyError.None : SigningKeyError.BadSessionToken;
    }

    // Both go into header fields: nothing in them may end a line or a value.
    private static bool IsVisibleAscii(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private SigningKeyError Decode(ReadOnlySpan<char> base64)
    {
        if (base64.IsEmpty || !Base64.IsValid(base64, out var length))
        {
            return SigningKeyError.NotBase64;
        }

        if (length != KeyDerivation.KeyLength)
        {
            return SigningKeyError.NotThirtyTwoBytes;
        }

        return Convert.TryFromBase64Chars(base64, _key, out _) ? SigningKeyError.None : SigningKeyError.NotBase64;
    }
}
