using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AwsAuthFastProxy.SigV4.Checksums;

/// <summary>
/// A reflected CRC of 32 or 64 bits: by carry-less multiplication where the processor has it, else eight bytes at a time from tables.
/// The register begins with all bits set and is inverted at the end, both by the caller.
/// </summary>
/// <remarks>
/// Folding: Intel, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction". A block of 16 bytes is moved d bits ahead by
/// multiplying its first half with x^(d+63) and its second with x^(d-1), both modulo the polynomial; the exponents are one less than one would
/// think because a carry-less product of reflected words is one bit short. What is left of the last block goes through the tables, which
/// spares a reduction for each width.
/// </remarks>
internal sealed class ReflectedCrc
{
    private const int Slices = 8;
    private const int LeastFolded = 128;

    private readonly ulong[] _tables = new ulong[Slices * 256];
    private readonly Vector128<ulong> _ahead16;
    private readonly Vector128<ulong> _ahead64;

    private ReflectedCrc(int width, ulong reflectedPolynomial)
    {
        for (var i = 0; i < 256; i++)
        {
            var remainder = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                remainder = TimesX(remainder, reflectedPolynomial);
            }

            _tables[i] = remainder;
        }

        for (var i = 256; i < _tables.Length; i++)
        {
            var before = _tables[i - 256];
            _tables[i] = (before >> 8) ^ _tables[(byte)before];
        }

        _ahead16 = Vector128.Create(Power((16 * 8) + 63, width, reflectedPolynomial), Power((16 * 8) - 1, width, reflectedPolynomial));
        _ahead64 = Vector128.Create(Power((64 * 8) + 63, width, reflectedPolynomial), Power((64 * 8) - 1, width, reflectedPolynomial));
    }

    /// <summary>CRC-32 (ISO-HDLC): polynomial 0x04C11DB7.</summary>
    public static ReflectedCrc Crc32 { get; } = new(32, 0xEDB88320);

    /// <summary>CRC-64/NVME: polynomial 0xAD93D23594C93659.</summary>
    public static ReflectedCrc Crc64Nvme { get; } = new(64, 0x9A6C9329AC4BC9B5);

    /// <summary>The register after <paramref name="data"/>.</summary>
    public ulong Append(ulong crc, ReadOnlySpan<byte> data) =>
        Pclmulqdq.IsSupported && BitConverter.IsLittleEndian && data.Length >= LeastFolded ? AppendFolded(crc, data) : AppendByTable(crc, data);

    /// <summary>The same without the instruction.</summary>
    internal ulong AppendByTable(ulong crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<ulong> tables = _tables;
        for (; data.Length >= Slices; data = data[Slices..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(data);
            crc = tables[(7 * 256) + (byte)crc]
                ^ tables[(6 * 256) + (byte)(crc >> 8)]
                ^ tables[(5 * 256) + (byte)(crc >> 16)]
                ^ tables[(4 * 256) + (byte)(crc >> 24)]
                ^ tables[(3 * 256) + (byte)(crc >> 32)]
                ^ tables[(2 * 256) + (byte)(crc >> 40)]
                ^ tables[(1 * 256) + (byte)(crc >> 48)]
                ^ tables[(byte)(crc >> 56)];
        }

        foreach (var octet in data)
        {
            crc = (crc >> 8) ^ tables[(byte)(crc ^ octet)];
        }

        return crc;
    }

    private ulong AppendFolded(ulong crc, ReadOnlySpan<byte> data)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(data);
        var tail = data[(blocks.Length * Vector128<byte>.Count)..];
        var first = blocks[0] ^ Vector128.CreateScalar(crc);
        var second = blocks[1];
        var third = blocks[2];
        var fourth = blocks[3];
        for (blocks = blocks[4..]; blocks.Length >= 4; blocks = blocks[4..])
        {
            // Four at once: one multiplication waits for no other.
            first = Fold(first, _ahead64) ^ blocks[0];
            second = Fold(second, _ahead64) ^ blocks[1];
            third = Fold(third, _ahead64) ^ blocks[2];
            fourth = Fold(fourth, _ahead64) ^ blocks[3];
        }

        var folded = Fold(Fold(Fold(first, _ahead16) ^ second, _ahead16) ^ third, _ahead16) ^ fourth;
        foreach (ref readonly var block in blocks)
        {
            folded = Fold(folded, _ahead16) ^ block;
        }

        Span<byte> rest = stackalloc byte[Vector128<byte>.Count];
        folded.AsByte().CopyTo(rest);
        return AppendByTable(AppendByTable(0, rest), tail);
    }

    private static Vector128<ulong> Fold(Vector128<ulong> block, Vector128<ulong> ahead) =>
        Pclmulqdq.CarrylessMultiply(block, ahead, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, ahead, 0x11);

    /// <summary>x to the <paramref name="exponent"/> modulo the polynomial, as a reflected word of 64 bits.</summary>
    private static ulong Power(int exponent, int width, ulong reflectedPolynomial)
    {
        var value = 1UL << (width - 1);
        for (var i = 0; i < exponent; i++)
        {
            value = TimesX(value, reflectedPolynomial);
        }

        return value << (64 - width);
    }

    private static ulong TimesX(ulong value, ulong reflectedPolynomial) =>
        (value & 1) == 0 ? value >> 1 : (value >> 1) ^ reflectedPolynomial;
}
