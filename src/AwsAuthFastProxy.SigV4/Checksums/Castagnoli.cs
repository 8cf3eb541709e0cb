using System.Numerics;
using System.Runtime.InteropServices;

namespace AwsAuthFastProxy.SigV4.Checksums;

/// <summary>CRC-32C by the processor's own instruction (SSE4.2, ARMv8), or the framework's table where there is none.</summary>
internal static class Castagnoli
{
    /// <summary>The register after <paramref name="data"/>. It begins with all bits set and is inverted at the end.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var octet in data[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return crc;
    }
}
