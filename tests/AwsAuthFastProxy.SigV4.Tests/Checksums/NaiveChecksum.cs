using System.Security.Cryptography;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.SigV4.Tests.Checksums;

/// <summary>The definitions, a bit at a time and most significant first: every input and output reflected by hand.</summary>
internal static class NaiveChecksum
{
    public static string Base64(ChecksumAlgorithm algorithm, byte[] data) => Convert.ToBase64String(algorithm switch
    {
        ChecksumAlgorithm.Crc32 => Crc(32, 0x04C11DB7, data),
        ChecksumAlgorithm.Crc32C => Crc(32, 0x1EDC6F41, data),
        ChecksumAlgorithm.Crc64Nvme => Crc(64, 0xAD93D23594C93659, data),
#pragma warning disable CA5350 // One of S3's checksums.
        ChecksumAlgorithm.Sha1 => SHA1.HashData(data),
#pragma warning restore CA5350
        _ => SHA256.HashData(data),
    });

    private static byte[] Crc(int width, ulong polynomial, byte[] data)
    {
        var mask = ulong.MaxValue >> (64 - width);
        var register = mask;
        foreach (var octet in data)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var divide = ((register >> (width - 1)) & 1) != (ulong)((octet >> bit) & 1);
                register = (register << 1) & mask;
                register ^= divide ? polynomial : 0;
            }
        }

        var value = new byte[width / 8];
        for (var bit = 0; bit < width; bit++)
        {
            // Reflected: the register's last bit is the value's first.
            value[bit / 8] |= (byte)((((register ^ mask) >> bit) & 1) << (7 - (bit % 8)));
        }

        return value;
    }
}
