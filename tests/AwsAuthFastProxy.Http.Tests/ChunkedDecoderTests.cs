namespace AwsAuthFastProxy.Http.Tests;

public sealed class ChunkedDecoderTests
{
    public static TheoryData<string> Cases => WireCases.Names(WireCases.ChunkedBodies);

    [Theory]
    [MemberData(nameof(Cases))]
    public void WholeInput_GivesTheExpectedOutcome(string name)
    {
        WireCase wireCase = WireCases.ChunkedBodies[name];

        ChunkedOutcome outcome = ChunkedOutcome.Of(wireCase.WireAndExcess);

        if (wireCase.IsRejected)
        {
            Assert.Equal(ChunkStatus.Rejected, outcome.Status);
            Assert.Equal(wireCase.RejectName, RejectReasons.Name(outcome.Reason));
            return;
        }

        Assert.Equal(wireCase.Outcome == "done" ? ChunkStatus.Done : ChunkStatus.NeedMore, outcome.Status);
        Assert.Equal(wireCase.OutcomeDetail, outcome.Data);
        Assert.Equal(wireCase.Wire.Length, outcome.Consumed);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryTwoWaySplit_GivesTheSameOutcome(string name)
    {
        WireCase wireCase = WireCases.ChunkedBodies[name];
        ChunkedOutcome whole = ChunkedOutcome.Of(wireCase.WireAndExcess);
        foreach (int split in WireCases.Splits(wireCase))
        {
            Assert.Equal(whole, ChunkedOutcome.Of(wireCase.WireAndExcess, split));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ByteByByte_GivesTheSameOutcome(string name)
    {
        byte[] bytes = WireCases.ChunkedBodies[name].WireAndExcess;

        Assert.Equal(ChunkedOutcome.Of(bytes), ChunkedOutcome.Of(bytes, [.. Enumerable.Range(0, bytes.Length)]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryPrefixOfAnAcceptedBody_NeedsMore(string name)
    {
        WireCase wireCase = WireCases.ChunkedBodies[name];
        for (int length = 0; !wireCase.IsRejected && length < wireCase.Wire.Length; length++)
        {
            Assert.Equal(ChunkStatus.NeedMore, ChunkedOutcome.Of(wireCase.Wire[..length]).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SlowDecoder_Agrees(string name)
    {
        WireCase wireCase = WireCases.ChunkedBodies[name];
        ChunkedOutcome slow = SlowChunkedDecoder.Decode(wireCase.WireAndExcess);
        bool isLimit = wireCase.IsRejected && wireCase.RejectName is "chunk-line-too-long" or "chunk-overhead" or "trailers-too-large";

        // The slow decoder knows no limits and does not judge a line before its end.
        if (!isLimit && slow.Status != ChunkStatus.NeedMore)
        {
            Assert.Equal(slow.Status, ChunkedOutcome.Of(wireCase.WireAndExcess).Status);
            Assert.Equal(slow.Data, ChunkedOutcome.Of(wireCase.WireAndExcess).Data);
        }
    }

    [Fact]
    public void OneByteChunks_AreNotTakenForPadding()
    {
        byte[] body = [.. Enumerable.Repeat("1\r\nx\r\n"u8.ToArray(), 50_000).SelectMany(chunk => chunk), .. "0\r\n\r\n"u8];

        ChunkedOutcome outcome = ChunkedOutcome.Of(body);

        Assert.Equal(ChunkStatus.Done, outcome.Status);
        Assert.Equal(50_000, outcome.Data.Length);
    }

    [Fact]
    public void FinishedDecoder_StaysFinished()
    {
        ChunkedDecoder decoder = default;
        ChunkStep first = decoder.Read("0\r\n\r\nGET"u8);
        ChunkStep second = decoder.Read("GET"u8);

        Assert.Equal((ChunkStatus.Done, 5), (first.Status, first.Consumed));
        Assert.Equal((ChunkStatus.Done, 0), (second.Status, second.Consumed));
    }

    [Fact]
    public void RejectedDecoder_StaysRejected()
    {
        ChunkedDecoder decoder = default;
        ChunkStep first = decoder.Read("3x"u8);
        ChunkStep second = decoder.Read("\r\nabc\r\n0\r\n\r\n"u8);

        Assert.Equal((ChunkStatus.Rejected, RejectReason.BadChunkSize, 1), (first.Status, first.Reason, first.Consumed));
        Assert.Equal((ChunkStatus.Rejected, RejectReason.BadChunkSize, 0), (second.Status, second.Reason, second.Consumed));
    }

    [Fact]
    public void ChunkOverTwoGigabytes_IsCountedInFull()
    {
        ChunkedDecoder decoder = default;
        byte[] block = new byte[64 * 1024 * 1024];
        ChunkStep step = decoder.Read("100000000\r\n"u8);
        Assert.Equal(ChunkStatus.NeedMore, step.Status);
        for (int i = 0; i < 64; i++)
        {
            step = decoder.Read(block);
            Assert.Equal((ChunkStatus.Data, block.Length), (step.Status, step.DataLength));
        }

        Assert.Equal(1L << 32, decoder.DataBytes);
        Assert.Equal(ChunkStatus.Done, decoder.Read("\r\n0\r\n\r\n"u8).Status);
    }
}
