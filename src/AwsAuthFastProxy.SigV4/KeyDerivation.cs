using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// The chain of HMACs from a secret access key to the key that signs: "AWS4" + secret, day, region, service, aws4_request.
/// </summary>
/// <remarks>AWS documentation, "Create a signed AWS API request", derive a signing key.</remarks>
public static class KeyDerivation
{
    /// <summary>The length of a derived key, in bytes.</summary>
    public const int KeyLength = 32;

    private const int StackSecretLength = 256;

    /// <summary>Derives the signing key. Each step's key is zeroed before the method returns.</summary>
    /// <param name="secret">The secret access key in UTF-8, without the "AWS4".</param>
    /// <param name="day">YYYYMMDD.</param>
    /// <param name="region">Such as us-east-1, in UTF-8.</param>
    /// <param name="service">Such as s3, in UTF-8.</param>
    /// <param name="key">Takes <see cref="KeyLength"/> bytes; the caller zeroes them after use.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is too short.</exception>
    public static void Derive(
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> day,
        ReadOnlySpan<byte> region,
        ReadOnlySpan<byte> service,
        Span<byte> key)
    {
        if (key.Length < KeyLength)
        {
            throw new ArgumentException("A derived key takes 32 bytes.", nameof(key));
        }

        key = key[..KeyLength];
        var prefix = "AWS4"u8;
        var length = prefix.Length + secret.Length;
        Span<byte> start = length <= StackSecretLength
            ? stackalloc byte[StackSecretLength]
            : GC.AllocateUninitializedArray<byte>(length, pinned: true);
        start = start[..length];
        Span<byte> even = stackalloc byte[KeyLength];
        try
        {
            prefix.CopyTo(start);
            secret.CopyTo(start[prefix.Length..]);
            HMACSHA256.HashData(start, day, even);
            HMACSHA256.HashData(even, region, key);
            HMACSHA256.HashData(key, service, even);
            HMACSHA256.HashData(even, "aws4_request"u8, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(start);
            CryptographicOperations.ZeroMemory(even);
        }
    }

    /// <summary>Derives the signing key of a scope.</summary>
    /// <inheritdoc cref="Derive(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    /// <param name="secret">The secret access key in UTF-8, without the "AWS4".</param>
    /// <param name="scope">Day, region and service.</param>
    /// <param name="key">Takes <see cref="KeyLength"/> bytes; the caller zeroes them after use.</param>
    public static void Derive(ReadOnlySpan<byte> secret, CredentialScope scope, Span<byte> key)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Derive(
            secret,
            Encoding.UTF8.GetBytes(scope.Date),
            Encoding.UTF8.GetBytes(scope.Region),
            Encoding.UTF8.GetBytes(scope.Service),
            key);
    }
}
