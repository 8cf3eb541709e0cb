using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AwsAuthFastProxy.Origin;

/// <summary>The checksums of <c>x-amz-checksum-*</c>: base64 of the value, CRCs with the most significant octet first.</summary>
internal static class ChecksumAlgorithm
{
    public const string HeaderPrefix = "x-amz-checksum-";

    /// <summary>The checksum in base64, or null when the name is of no algorithm S3 has.</summary>
    public static string? Compute(string name, ReadOnlySpan<byte> octets)
    {
        byte[]? value = name switch
        {
            "crc32" => Crc32(octets, 0xEDB88320),
            "crc32c" => Crc32(octets, 0x82F63B78),
            "crc64nvme" => Crc64(octets, 0x9A6C9329AC4BC9B5),
#pragma warning disable CA5350 // SHA-1 is one of S3's checksums and guards nothing here.
            "sha1" => SHA1.HashData(octets),
#pragma warning restore CA5350
            "sha256" => SHA256.HashData(octets),
            _ => null,
        };
        return value is null ? null : Convert.ToBase64String(value);
    }

    private static byte[] Crc32(ReadOnlySpan<byte> octets, uint polynomial)
    {
        byte[] value = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, (uint)~Crc(octets, polynomial, uint.MaxValue) & uint.MaxValue);
        return value;
    }

    private static byte[] Crc64(ReadOnlySpan<byte> octets, ulong polynomial)
    {
        byte[] value = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, ~Crc(octets, polynomial, ulong.MaxValue));
        return value;
    }

    // A reflected CRC of any width up to 64 bits; 256 remainders first, then an octet at a time.
    private static ulong Crc(ReadOnlySpan<byte> octets, ulong reflectedPolynomial, ulong crc)
    {
        Span<ulong> remainders = stackalloc ulong[256];
        for (int i = 0; i < 256; i++)
        {
            ulong remainder = (ulong)i;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ reflectedPolynomial;
            }

            remainders[i] = remainder;
        }

        foreach (byte octet in octets)
        {
            crc = (crc >> 8) ^ remainders[(byte)crc ^ octet];
        }

        return crc;
    }
}
