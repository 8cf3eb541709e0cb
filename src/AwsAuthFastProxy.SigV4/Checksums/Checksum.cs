using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace AwsAuthFastProxy.SigV4.Checksums;

/// <summary>
/// One of S3's checksums, computed piece by piece. Reusable for body after body; allocates nothing once it has computed one of the same
/// kind. Belongs to one thread. Meant to be kept: native hash states are freed with it by their finalizers.
/// </summary>
public sealed class Checksum
{
    private IncrementalHash? _sha1;
    private IncrementalHash? _sha256;
    private IncrementalHash? _hash;
    private ulong _crc;

    /// <summary>What is being computed.</summary>
    public ChecksumAlgorithm Algorithm { get; private set; }

    /// <summary>Begins anew; what came before is forgotten.</summary>
    /// <param name="algorithm">What to compute. With <see cref="ChecksumAlgorithm.None"/> the pieces are ignored.</param>
    public void Begin(ChecksumAlgorithm algorithm)
    {
        Algorithm = algorithm;
        _crc = algorithm == ChecksumAlgorithm.Crc64Nvme ? ulong.MaxValue : uint.MaxValue;
        _hash = algorithm switch
        {
#pragma warning disable CA5350 // SHA-1 is one of S3's checksums and guards nothing here.
            ChecksumAlgorithm.Sha1 => _sha1 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
#pragma warning restore CA5350
            ChecksumAlgorithm.Sha256 => _sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            _ => null,
        };
        if (_hash is not null)
        {
            Span<byte> forgotten = stackalloc byte[SHA256.HashSizeInBytes];
            _hash.GetHashAndReset(forgotten);
        }
    }

    /// <summary>Adds a piece.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        switch (Algorithm)
        {
            case ChecksumAlgorithm.Crc32:
                _crc = ReflectedCrc.Crc32.Append(_crc, data);
                break;
            case ChecksumAlgorithm.Crc32C:
                _crc = Castagnoli.Append((uint)_crc, data);
                break;
            case ChecksumAlgorithm.Crc64Nvme:
                _crc = ReflectedCrc.Crc64Nvme.Append(_crc, data);
                break;
            default:
                _hash?.AppendData(data);
                break;
        }
    }

    /// <summary>Ends the computation: writes the checksum in base64, a CRC with its most significant byte first.</summary>
    /// <param name="value">Takes <see cref="ChecksumFields.ValueLength"/> characters.</param>
    /// <returns>The characters written.</returns>
    /// <exception cref="ArgumentException"><paramref name="value"/> is too short.</exception>
    public int WriteBase64(Span<byte> value)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var count = 0;
        switch (Algorithm)
        {
            case ChecksumAlgorithm.None:
                return 0;
            case ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C:
                BinaryPrimitives.WriteUInt32BigEndian(bytes, ~(uint)_crc);
                count = sizeof(uint);
                break;
            case ChecksumAlgorithm.Crc64Nvme:
                BinaryPrimitives.WriteUInt64BigEndian(bytes, ~_crc);
                count = sizeof(ulong);
                break;
            default:
                count = _hash!.GetHashAndReset(bytes);
                break;
        }

        if (Base64.EncodeToUtf8(bytes[..count], value, out _, out var written) != System.Buffers.OperationStatus.Done)
        {
            throw new ArgumentException("The destination is too short for the checksum.", nameof(value));
        }

        return written;
    }
}
