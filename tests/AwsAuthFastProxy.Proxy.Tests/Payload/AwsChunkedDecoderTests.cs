using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Tests.Payload;

public class AwsChunkedDecoderTests
{
    private const string Signature = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly byte[] s_data = Encoding.ASCII.GetBytes("some data, more data, the rest");

    public static TheoryData<bool, string?, string> Forms => new()
    {
        { false, "crc32", "\r\n" },
        { false, "sha256", "\r\n" },
        { false, null, "\r\n" },
        { true, null, "\r\n" },
        { true, "crc64nvme", "\r\n" },
        { true, "crc32c", "\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void EverySplit_GivesTheDataAndTheTrailer(bool signed, string? checksum, string trailerEnd)
    {
        var body = new AwsChunkedBody(s_data) { ChunkSize = 7, IsSigned = signed, Checksum = checksum, TrailerEnd = trailerEnd };
        byte[] wire = body.Framed();
        foreach (Fragmentation cut in Enumerable.Range(0, wire.Length + 1).Select(Fragmentation.At).Append(Fragmentation.EveryByte))
        {
            var decoder = new AwsChunkedDecoder();
            decoder.Begin(new AwsChunkedForm(signed, signed && checksum is not null), Algorithm(checksum));

            Assert.Equal((ChunkStatus.Done, RejectReason.None), Decode(decoder, cut.Cut(wire), out byte[] data));
            Assert.Equal(s_data, data);
            Assert.Equal(s_data.Length, decoder.DataBytes);
            Assert.Equal(checksum is null ? "" : Checksums.Base64(checksum, s_data), Encoding.ASCII.GetString(decoder.TrailerValue));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void EveryBeginning_IsNotYetWhole(bool signed, string? checksum, string trailerEnd)
    {
        byte[] wire = new AwsChunkedBody(s_data) { ChunkSize = 7, IsSigned = signed, Checksum = checksum, TrailerEnd = trailerEnd }.Framed();
        for (int length = 0; length < wire.Length; length++)
        {
            var decoder = new AwsChunkedDecoder();
            decoder.Begin(new AwsChunkedForm(signed, signed && checksum is not null), Algorithm(checksum));

            Assert.Equal((ChunkStatus.NeedMore, RejectReason.None), Decode(decoder, [wire[..length]], out _));
        }
    }

    [Fact]
    public void Bytes_BehindTheEndAreNotTaken()
    {
        var decoder = new AwsChunkedDecoder();
        decoder.Begin(default, ChecksumAlgorithm.None);

        AwsChunkStep step = decoder.Read("0\r\n\r\nGET"u8);

        Assert.Equal((ChunkStatus.Done, 5), (step.Status, step.Consumed));
    }

    [Theory]
    [InlineData(false, null, "\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "x\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "0x3\r\nabc\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, " 3\r\nabc\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "3 \r\nabc\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "-1\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "3\nabc\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "3\rabc", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "3\r\nabcd\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "3\r\nabc\rx", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "8000000000000000\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "00000000000000003\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "3;a=b\r\nabc\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "3;chunk-signature=" + Signature + "\r\nabc\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, null, "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(true, null, "3\r\nabc\r\n", RejectReason.BadAwsChunk)]
    [InlineData(true, null, "3;chunk-signatur=" + Signature + "\r\n", RejectReason.BadAwsChunk)]
    [InlineData(true, null, "3;chunk-signature=0011\r\n", RejectReason.BadAwsChunk)]
    [InlineData(true, null, "3;chunk-signature=" + Signature + "-\r\n", RejectReason.BadAwsChunk)]
    [InlineData(true, null, "3;chunk-signature=" + Signature + Signature + Signature + "\r\n", RejectReason.BadAwsChunk)]
    [InlineData(false, "crc32", "0\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32c:AAAAAA==\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-meta-a:b\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32 AAAAAA==\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:" + Signature + "\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32:AAAAAA==\n\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32:AAAAAA==\0\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32:AAAAAA==\rx", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\rx", RejectReason.BadAwsTrailer)]
    [InlineData(false, "crc32", "0\r\nx-amz-checksum-crc32:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(true, "crc32", "0;chunk-signature=" + Signature + "\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", RejectReason.BadAwsTrailer)]
    [InlineData(true, "crc32", "0;chunk-signature=" + Signature + "\r\nx-amz-trailer-signature:" + Signature + "\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", RejectReason.BadAwsTrailer)]
    public void Malformed_IsRefusedInEverySplit(bool signed, string? checksum, string wire, RejectReason reason)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(wire);
        foreach (Fragmentation cut in Enumerable.Range(0, bytes.Length + 1).Select(Fragmentation.At).Append(Fragmentation.EveryByte))
        {
            var decoder = new AwsChunkedDecoder();
            decoder.Begin(new AwsChunkedForm(signed, signed && checksum is not null), Algorithm(checksum));

            Assert.Equal((ChunkStatus.Rejected, reason), Decode(decoder, cut.Cut(bytes), out _));
        }
    }

    [Fact]
    public void EndlessTrailerLine_IsRefused()
    {
        var decoder = new AwsChunkedDecoder();
        decoder.Begin(default, ChecksumAlgorithm.Crc32);

        Assert.Equal((ChunkStatus.Rejected, RejectReason.BadAwsTrailer), Decode(decoder, [Encoding.ASCII.GetBytes("0\r\nx" + new string('a', 1000))], out _));
    }

    private static ChecksumAlgorithm Algorithm(string? name) =>
        name is null ? ChecksumAlgorithm.None : ChecksumFields.Find(Encoding.ASCII.GetBytes($"x-amz-checksum-{name}"));

    private static (ChunkStatus Status, RejectReason Reason) Decode(AwsChunkedDecoder decoder, IEnumerable<byte[]> pieces, out byte[] data)
    {
        var found = new List<byte>();
        AwsChunkStep step = decoder.Read(default);
        foreach (byte[] piece in pieces)
        {
            int position = 0;
            do
            {
                step = decoder.Read(piece.AsSpan(position));
                position += step.Consumed;
                found.AddRange(piece.AsSpan(position - step.DataLength, step.DataLength));
            }
            while (step.Status == ChunkStatus.Data);
            if (step.Status == ChunkStatus.Rejected)
            {
                break;
            }
        }

        data = [.. found];
        return (step.Status, step.Reason);
    }
}
