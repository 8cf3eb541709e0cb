using System.Text;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Tests.Payload;

public class AwsChunkedFramingTests
{
    private const int Chunk = AwsChunkedFraming.ChunkSize;

    [Fact]
    public void Lengths_ToldAheadAreThoseThatAreWritten()
    {
        using var key = SigningKey.FromSecret("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"u8, CredentialScope.Create("20130524", "us-east-1", "s3"));
        using var signer = new RequestSigner(key);
        using var chunks = new ChunkSigner(signer);
        var encoder = new AwsChunkedEncoder();
        var checksum = new Checksum();
        byte[] data = new byte[(3 * Chunk) + 1];
        byte[] room = new byte[AwsChunkedFraming.MaxOverhead];
        foreach (PayloadForm form in new[] { PayloadForm.SignedChunks, PayloadForm.SignedChunksWithTrailer, PayloadForm.ChunksWithTrailer })
        {
            foreach (int length in new[] { 1, 9, 15, 16, 255, 256, 4095, 4096, 65_535, 65_536, Chunk - 1, Chunk, Chunk + 1, 2 * Chunk, (3 * Chunk) + 1 })
            {
                foreach (ChecksumAlgorithm algorithm in Enum.GetValues<ChecksumAlgorithm>().Where(algorithm => (algorithm == ChecksumAlgorithm.None) == (form == PayloadForm.SignedChunks)))
                {
                    var plan = new PayloadPlan { Form = form, Length = length, Trailer = algorithm, Time = SigningTime.FromUnixSeconds(1_369_353_600) };
                    checksum.Begin(algorithm);
                    encoder.Begin(plan, chunks, Encoding.ASCII.GetBytes(new string('0', 64)));
                    long written = 0;
                    for (int at = 0; at < length; at += Chunk)
                    {
                        ReadOnlySpan<byte> chunk = data.AsSpan(at, Math.Min(Chunk, length - at));
                        checksum.Append(chunk);
                        written += encoder.WriteLine(chunk, room) + chunk.Length + 2;
                    }

                    byte[] value = new byte[ChecksumFields.MaxValueLength];
                    written += encoder.WriteEnd(value.AsSpan(0, checksum.WriteBase64(value)), room);

                    Assert.Equal(written, AwsChunkedFraming.WireLength(plan));
                }
            }
        }
    }

    // The largest object of one PUT: nothing overflows.
    [Fact]
    public void FiveGibibytes_HaveALength()
    {
        var plan = new PayloadPlan { Form = PayloadForm.SignedChunks, Length = 5L << 30 };
        long chunks = plan.Length / Chunk;

        Assert.Equal((chunks * ("20000;chunk-signature=".Length + 64 + 4 + (long)Chunk)) + "0;chunk-signature=".Length + 64 + 4, AwsChunkedFraming.WireLength(plan));
    }

    // S3 asks for chunks of 8 KiB at least, and advises 64.
    [Fact]
    public void Chunks_AreLargeEnough() => Assert.InRange(Chunk, 64 * 1024, 1024 * 1024);
}
