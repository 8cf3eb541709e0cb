using System.Security.Cryptography;

namespace AwsAuthFastProxy.SigV4.Hashing;

/// <summary>By the framework's classes, everywhere. Reused objects: the one-shot HMAC costs twice as much.</summary>
internal sealed class IncrementalSignatureHash(ReadOnlySpan<byte> key) : SignatureHash
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <inheritdoc/>
    public override void Hash(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        _sha256.AppendData(data);
        _sha256.GetHashAndReset(hash);
    }

    /// <inheritdoc/>
    public override void Mac(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        _hmac.AppendData(data);
        _hmac.GetHashAndReset(mac);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sha256.Dispose();
        _hmac.Dispose();
    }
}
