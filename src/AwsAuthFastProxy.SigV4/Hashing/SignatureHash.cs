namespace AwsAuthFastProxy.SigV4.Hashing;

/// <summary>
/// The two computations of a signature: SHA-256 of anything, and HMAC-SHA-256 (RFC 2104) under one key that was absorbed when it was made.
/// Belongs to one thread.
/// </summary>
internal abstract class SignatureHash : IDisposable
{
    /// <summary>Bytes of a hash and of a MAC.</summary>
    public const int Length = 32;

    /// <summary>The fastest there is on this system for <paramref name="key"/>.</summary>
    public static SignatureHash Create(ReadOnlySpan<byte> key) =>
        LibcryptoSha256.Instance is { } sha256 ? new LibcryptoSignatureHash(sha256, key) : new IncrementalSignatureHash(key);

    /// <summary>Writes SHA-256 of <paramref name="data"/>.</summary>
    public abstract void Hash(ReadOnlySpan<byte> data, Span<byte> hash);

    /// <summary>Writes the MAC of <paramref name="data"/>.</summary>
    public abstract void Mac(ReadOnlySpan<byte> data, Span<byte> mac);

    /// <summary>Frees native state and forgets the key.</summary>
    public abstract void Dispose();
}
