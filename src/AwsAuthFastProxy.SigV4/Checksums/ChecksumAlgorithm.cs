namespace AwsAuthFastProxy.SigV4.Checksums;

/// <summary>The checksums that S3 keeps with an object.</summary>
/// <remarks>Amazon S3 user guide, "Checking object integrity in Amazon S3".</remarks>
public enum ChecksumAlgorithm : byte
{
    /// <summary>No checksum.</summary>
    None,

    /// <summary>CRC-32 as in ISO-HDLC, zlib and Ethernet.</summary>
    Crc32,

    /// <summary>CRC-32C, Castagnoli (RFC 3720 §12.1).</summary>
    Crc32C,

    /// <summary>CRC-64/NVME (NVM Express NVM Command Set specification, §5.2.1.3.4).</summary>
    Crc64Nvme,

    /// <summary>SHA-1 (FIPS 180-4).</summary>
    Sha1,

    /// <summary>SHA-256 (FIPS 180-4).</summary>
    Sha256,
}
