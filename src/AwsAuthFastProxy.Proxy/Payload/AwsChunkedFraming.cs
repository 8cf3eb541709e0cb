using System.Numerics;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;
using AwsAuthFastProxy.Transport.Buffers;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>
/// Sizes of the aws-chunked framing we send: every chunk but the last has the same, so that Content-Length can be told ahead (Amazon S3 API
/// reference, "Transferring Payload in Multiple Chunks").
/// </summary>
internal static class AwsChunkedFraming
{
    /// <summary>
    /// Bytes of a chunk. S3 asks for 8 KiB and advises 64 KiB. Half a receive block: while one half is signed and sent, the other fills.
    /// </summary>
    public const int ChunkSize = BufferPool.LargeSize / 2;

    /// <summary>More than the longest chunk line, and than the last chunk with its trailer.</summary>
    public const int MaxOverhead = 512;

    /// <summary>Most bytes of data whose framing cannot overflow a length; no server stores as much.</summary>
    public const long MaxData = 1L << 62;

    public static ReadOnlySpan<byte> SignatureExtension => ";chunk-signature="u8;

    public static ReadOnlySpan<byte> TrailerSignature => "x-amz-trailer-signature"u8;

    /// <summary>Bytes of the whole body in the framing of <paramref name="plan"/>.</summary>
    public static long WireLength(in PayloadPlan plan)
    {
        (long full, long rest) = Math.DivRem(plan.Length, ChunkSize);
        long length = full * (LineLength(ChunkSize, plan.IsSigned) + ChunkSize + 2);
        if (rest > 0)
        {
            length += LineLength((int)rest, plan.IsSigned) + rest + 2;
        }

        return length + LineLength(0, plan.IsSigned) + TrailerLength(plan) + 2;
    }

    private static int LineLength(int size, bool isSigned)
    {
        int digits = Math.Max(1, (35 - BitOperations.LeadingZeroCount((uint)size)) / 4);
        return digits + (isSigned ? SignatureExtension.Length + RequestSigner.SignatureLength : 0) + 2;
    }

    private static int TrailerLength(in PayloadPlan plan)
    {
        if (plan.Trailer == ChecksumAlgorithm.None)
        {
            return 0;
        }

        int line = ChecksumFields.Name(plan.Trailer).Length + 1 + ChecksumFields.ValueLength(plan.Trailer) + 2;
        return line + (plan.IsSigned ? TrailerSignature.Length + 1 + RequestSigner.SignatureLength + 2 : 0);
    }
}
