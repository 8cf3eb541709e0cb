using System.Text;

namespace AwsAuthFastProxy.SigV4.Checksums;

/// <summary>How checksums are named and how long they are in header and trailer fields.</summary>
public static class ChecksumFields
{
    /// <summary>Characters of the longest value in base64, that of SHA-256.</summary>
    public const int MaxValueLength = 44;

    private static ReadOnlySpan<byte> Prefix => "x-amz-checksum-"u8;

    /// <summary>The field that carries it, such as <c>x-amz-checksum-crc32</c>; empty for <see cref="ChecksumAlgorithm.None"/>.</summary>
    public static ReadOnlySpan<byte> Name(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => "x-amz-checksum-crc32"u8,
        ChecksumAlgorithm.Crc32C => "x-amz-checksum-crc32c"u8,
        ChecksumAlgorithm.Crc64Nvme => "x-amz-checksum-crc64nvme"u8,
        ChecksumAlgorithm.Sha1 => "x-amz-checksum-sha1"u8,
        ChecksumAlgorithm.Sha256 => "x-amz-checksum-sha256"u8,
        _ => default,
    };

    /// <summary>The algorithm alone as the field's name ends in it, such as <c>crc32</c>; x-amz-sdk-checksum-algorithm has it in any case.</summary>
    public static ReadOnlySpan<byte> Suffix(ChecksumAlgorithm algorithm) =>
        algorithm == ChecksumAlgorithm.None ? default : Name(algorithm)[Prefix.Length..];

    /// <summary>Characters of the value in base64.</summary>
    public static int ValueLength(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C => 8,
        ChecksumAlgorithm.Crc64Nvme => 12,
        ChecksumAlgorithm.Sha1 => 28,
        ChecksumAlgorithm.Sha256 => MaxValueLength,
        _ => 0,
    };

    /// <summary>The algorithm whose field is <paramref name="name"/>, in any case; <see cref="ChecksumAlgorithm.None"/> for every other name.</summary>
    public static ChecksumAlgorithm Find(ReadOnlySpan<byte> name)
    {
        for (var algorithm = ChecksumAlgorithm.Crc32; algorithm <= ChecksumAlgorithm.Sha256; algorithm++)
        {
            if (Ascii.EqualsIgnoreCase(name, Name(algorithm)))
            {
                return algorithm;
            }
        }

        return ChecksumAlgorithm.None;
    }

    /// <summary>
    /// Whether the field <paramref name="name"/> holds a checksum of the body, known here or not. Mode, algorithm and type only speak of one.
    /// </summary>
    public static bool IsValue(ReadOnlySpan<byte> name)
    {
        if (name.Length <= Prefix.Length || !Ascii.EqualsIgnoreCase(name[..Prefix.Length], Prefix))
        {
            return false;
        }

        var rest = name[Prefix.Length..];
        return !Ascii.EqualsIgnoreCase(rest, "mode"u8) && !Ascii.EqualsIgnoreCase(rest, "algorithm"u8) && !Ascii.EqualsIgnoreCase(rest, "type"u8);
    }
}
