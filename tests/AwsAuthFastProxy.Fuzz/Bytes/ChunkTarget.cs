using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Http.Tests;

namespace AwsAuthFastProxy.Fuzz.Bytes;

/// <summary>Chunked bodies, decoded in any fragments and by the naive decoder.</summary>
internal sealed class ChunkTarget : FuzzTarget
{
    public override string Name => "chunks";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. Corpus.ChunkedBodies, .. Corpus.Found("chunks")];

    public override void Check(byte[] input)
    {
        ChunkedOutcome whole = ChunkedOutcome.Of(input);
        ChunkedOutcome naive = SlowChunkedDecoder.Decode(input);
        bool isLimit = whole.Reason is RejectReason.ChunkLineTooLong or RejectReason.ChunkOverhead or RejectReason.TrailersTooLarge;
        if (naive.Status != ChunkStatus.NeedMore && !isLimit)
        {
            Assert.Equal((naive.Status, naive.Data), (whole.Status, whole.Data));
        }

        if (whole.Status == ChunkStatus.Done)
        {
            Assert.Equal((naive.Status, naive.Consumed), (whole.Status, whole.Consumed));
        }

        Random choices = ChoicesOf(input);
        int[] cuts = [.. Enumerable.Range(0, choices.Next(4)).Select(_ => choices.Next(input.Length + 1)).Order()];
        Assert.Equal(whole, ChunkedOutcome.Of(input, cuts));
        Assert.Equal(whole, ChunkedOutcome.Of(input, [.. Enumerable.Range(0, Math.Min(input.Length, 200))]));
    }
}
