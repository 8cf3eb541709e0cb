using System.Text;
using AwsAuthFastProxy.Tests.Shared;

namespace AwsAuthFastProxy.Http.Tests;

/// <summary>A warm message costs no allocation: parsing, framing, marking, decoding, writing.</summary>
public sealed class AllocationTests
{
    private readonly RequestHead _request = new();
    private readonly ResponseHead _response = new();
    private readonly byte[] _output = new byte[4096];

    [Fact]
    public void WarmRequest_AllocatesNothing()
    {
        byte[] bytes = WireCases.Requests["a browser's request"].Wire;
        AssertAllocatesNothing(() =>
        {
            HeadParse half = HeadParser.ParseRequest(bytes.AsSpan(0, bytes.Length / 2), 0, _request, HeadLimits.Default);
            HeadParse whole = HeadParser.ParseRequest(bytes, half.Examined, _request, HeadLimits.Default);
            BodyFraming framing = MessageFraming.OfRequest(_request, bytes);
            ConnectionOptions options = HopByHop.MarkRequest(_request, bytes);
            HeadWriter writer = new(_output);
            writer.Write(_request.MethodName.Of(bytes));
            writer.Write(_request.Path.Of(bytes));
            writer.WriteFields(_request.Fields, bytes);
            writer.WriteField("Content-Length"u8, 12345);
            writer.EndHead();
            return whole.Status == HeadStatus.Complete && framing.Kind == BodyKind.None && options.IsPersistent && !writer.Overflowed;
        });
    }

    [Fact]
    public void WarmResponse_AllocatesNothing()
    {
        byte[] bytes = WireCases.Responses["an answer of S3"].Wire;
        AssertAllocatesNothing(() =>
        {
            HeadParse whole = HeadParser.ParseResponse(bytes, 0, _response, HeadLimits.Default);
            BodyFraming framing = MessageFraming.OfResponse(_response, bytes, RequestMethod.Get);
            ConnectionOptions options = HopByHop.MarkResponse(_response, bytes);
            HeadWriter writer = new(_output);
            writer.WriteStatusLine(_response.Status);
            writer.WriteFields(_response.Fields, bytes);
            Span<byte> date = writer.Claim(HttpDate.Length);
            HttpDate.Write(1_800_000_000, date);
            writer.WriteChunkSize(0x1234);
            return whole.Status == HeadStatus.Complete && framing.Length == 10 && options.IsPersistent && !writer.Overflowed;
        });
    }

    [Fact]
    public void ForcedFraming_AllocatesNothing()
    {
        byte[] bytes = WireCases.Requests["MF-06 two lines, the first is unknown"].Wire;
        AssertAllocatesNothing(() =>
        {
            _ = HeadParser.ParseRequest(bytes, 0, _request, HeadLimits.Default);
            return MessageFraming.OfRequest(_request, bytes).Reject == RejectReason.UnsupportedTransferCoding;
        });
    }

    [Fact]
    public void RejectedRequest_AllocatesNothing()
    {
        byte[] bytes = Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nBad Name: x\r\n\r\n");
        AssertAllocatesNothing(() =>
            RejectReasons.Status(HeadParser.ParseRequest(bytes, 0, _request, HeadLimits.Default).Reason) == 400);
    }

    [Fact]
    public void ChunkedBody_AllocatesNothing()
    {
        byte[] bytes = WireCases.ChunkedBodies["MF-15 extensions of every form"].Wire;
        AssertAllocatesNothing(() =>
        {
            ChunkedDecoder decoder = default;
            ReadOnlySpan<byte> rest = bytes;
            ChunkStep step;
            do
            {
                step = decoder.Read(rest);
                rest = rest[step.Consumed..];
            }
            while (step.Status == ChunkStatus.Data);

            return decoder.IsDone;
        });
    }

    private static void AssertAllocatesNothing(Func<bool> action)
    {
        bool allTrue = true;
        long allocated = WarmAllocation.Least(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                allTrue &= action();
            }
        });
        Assert.True(allTrue);
        Assert.Equal(0, allocated);
    }
}
