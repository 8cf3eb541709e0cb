using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Fuzz.Bytes;

/// <summary>aws-chunked bodies of each form, decoded in any fragments and by a naive decoder.</summary>
internal sealed class AwsChunkTarget : FuzzTarget
{
    private const string Signature = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";

    private static readonly (AwsChunkedForm Form, ChecksumAlgorithm Trailer)[] s_forms =
    [
        (new AwsChunkedForm(true, false), ChecksumAlgorithm.None),
        (new AwsChunkedForm(true, true), ChecksumAlgorithm.Crc32),
        (new AwsChunkedForm(false, false), ChecksumAlgorithm.Crc32),
        (new AwsChunkedForm(false, false), ChecksumAlgorithm.None),
    ];

    public override string Name => "aws-chunks";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            $"5;chunk-signature={Signature}\r\nhello\r\n0;chunk-signature={Signature}\r\n\r\n",
            $"5;chunk-signature={Signature}\r\nhello\r\n0;chunk-signature={Signature}\r\nx-amz-checksum-crc32:sOO8/Q==\r\nx-amz-trailer-signature:{Signature}\r\n\r\n",
            $"0;chunk-signature={Signature}\r\nx-amz-checksum-crc32:AAAAAA==\n\r\nx-amz-trailer-signature:{Signature}\r\n\r\n",
            "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:sOO8/Q==\r\n\r\n",
            "A\r\n0123456789\r\n1\r\n!\r\n0\r\nX-Amz-Checksum-Crc32: sOO8/Q== \r\n\r\n",
            "5\r\nhello\r\n0\r\n\r\n",
        }.Select(Encoding.ASCII.GetBytes),
        .. Corpus.ChunkedBodies,
        .. Corpus.Found("aws-chunks"),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. FuzzWords.Http,
        .. new[] { ";chunk-signature=", Signature, "x-amz-checksum-crc32:", "x-amz-trailer-signature:", "sOO8/Q==", "\n\r\n", new string('0', 16), "7fffffffffffffff" }.Select(Encoding.ASCII.GetBytes),
    ];

    public override void Check(byte[] input)
    {
        Random choices = ChoicesOf(input);
        (AwsChunkedForm form, ChecksumAlgorithm trailer) = s_forms[choices.Next(s_forms.Length)];
        (ChunkStatus status, string data, int consumed, string value) = Decode(input, form, trailer, [input.Length]);
        NaiveAwsChunks? naive = NaiveAwsChunks.Decode(Encoding.Latin1.GetString(input), form.IsSigned, form.IsTrailerSigned, trailer == ChecksumAlgorithm.None ? null : "x-amz-checksum-crc32");
        Assert.Equal(naive is not null, status == ChunkStatus.Done);
        if (naive is not null)
        {
            Assert.Equal((naive.Data, naive.Consumed, naive.TrailerValue), (data, consumed, value));
        }

        int[] cuts = [.. Enumerable.Range(0, choices.Next(4)).Select(_ => choices.Next(input.Length + 1)).Order(), input.Length];
        Assert.Equal((status, data, consumed, value), Decode(input, form, trailer, cuts));
        Assert.Equal((status, data, consumed, value), Decode(input, form, trailer, [.. Enumerable.Range(1, input.Length)]));
    }

    private static (ChunkStatus Status, string Data, int Consumed, string Value) Decode(byte[] input, AwsChunkedForm form, ChecksumAlgorithm trailer, int[] ends)
    {
        var decoder = new AwsChunkedDecoder();
        decoder.Begin(form, trailer);
        var data = new StringBuilder();
        int start = 0;
        AwsChunkStep step = new(ChunkStatus.NeedMore, 0, 0, RejectReason.None);
        foreach (int end in ends)
        {
            do
            {
                long allocated = Allocation.Now;
                step = decoder.Read(input.AsSpan(start, end - start));
                Allocation.AssertNoneSince(allocated);
                data.Append(Encoding.Latin1.GetString(input, start + step.Consumed - step.DataLength, step.DataLength));
                start += step.Consumed;
            }
            while (step.Status == ChunkStatus.Data);

            if (step.Status != ChunkStatus.NeedMore)
            {
                break;
            }

            Assert.Equal(end, start);
        }

        return (step.Status, data.ToString(), start, step.Status == ChunkStatus.Done ? Encoding.Latin1.GetString(decoder.TrailerValue) : "");
    }
}
