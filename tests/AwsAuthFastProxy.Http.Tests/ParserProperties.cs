using FsCheck;
using FsCheck.Fluent;

namespace AwsAuthFastProxy.Http.Tests;

public sealed class ParserProperties
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(5000);

    [Fact]
    public void RequestNearTheCases_IsReadAsTheSlowReaderReadsIt() =>
        Check.One(s_config, Prop.ForAll(Mutation.Of(WireCases.Requests), bytes =>
        {
            RequestHead head = new();
            HeadParse parse = HeadParser.ParseRequest(bytes, 0, head, new HeadLimits(targetBytes: 65536));
            List<string>? slow = SlowRequestReader.Read(bytes, out int length);
            if (slow is null || slow.Count > HeadLimits.DefaultFieldCount)
            {
                Assert.NotEqual(HeadStatus.Complete, parse.Status);
                return;
            }

            Assert.Equal((HeadStatus.Complete, RejectReason.None), (parse.Status, parse.Reason));
            Assert.Equal(length, head.Length);
            Assert.Equal(slow, SharedExpectations.Lines(head.Fields, bytes));
        }));

    [Fact]
    public void RequestNearTheCases_DoesNotDependOnTheSplit() =>
        Check.One(s_config, Prop.ForAll(Mutation.Of(WireCases.Requests), ArbMap.Default.ArbFor<NonNegativeInt>(), (bytes, cut) =>
        {
            int split = cut.Get * 7 % (bytes.Length + 1);
            RequestHead head = new();
            HeadParse whole = HeadParser.ParseRequest(bytes, 0, head, HeadLimits.Default);
            HeadParse first = HeadParser.ParseRequest(bytes.AsSpan(0, split), 0, head, HeadLimits.Default);
            HeadParse last = first.Status == HeadStatus.Incomplete
                ? HeadParser.ParseRequest(bytes, first.Examined, head, HeadLimits.Default)
                : first;
            Assert.InRange(first.Examined, 0, split);
            Assert.Equal((whole.Status, whole.Reason, whole.Offset), (last.Status, last.Reason, last.Offset));
        }));

    [Fact]
    public void ResponseNearTheCases_DoesNotDependOnTheSplit() =>
        Check.One(s_config, Prop.ForAll(Mutation.Of(WireCases.Responses), ArbMap.Default.ArbFor<NonNegativeInt>(), (bytes, cut) =>
        {
            int split = cut.Get * 7 % (bytes.Length + 1);
            ResponseHead head = new();
            HeadParse whole = HeadParser.ParseResponse(bytes, 0, head, HeadLimits.Default);
            HeadParse first = HeadParser.ParseResponse(bytes.AsSpan(0, split), 0, head, HeadLimits.Default);
            HeadParse last = first.Status == HeadStatus.Incomplete
                ? HeadParser.ParseResponse(bytes, first.Examined, head, HeadLimits.Default)
                : first;
            Assert.Equal((whole.Status, whole.Reason, whole.Offset), (last.Status, last.Reason, last.Offset));
        }));

    [Fact]
    public void AcceptedMessage_HasOneFramingAndForwardsNoConnectionField() =>
        Check.One(s_config, Prop.ForAll(Mutation.Of(WireCases.Requests), bytes =>
        {
            RequestHead head = new();
            if (HeadParser.ParseRequest(bytes, 0, head, HeadLimits.Default).Status != HeadStatus.Complete)
            {
                return;
            }

            BodyFraming framing = MessageFraming.OfRequest(head, bytes);
            _ = HopByHop.MarkRequest(head, bytes);
            Assert.NotEqual(BodyKind.UntilClose, framing.Kind);
            Assert.True(framing.Length >= 0);
            foreach (FieldLine line in head.Fields.Lines)
            {
                Assert.Equal(
                    line.Known is FieldName.Connection or FieldName.TransferEncoding or FieldName.TE or FieldName.Upgrade
                        or FieldName.KeepAlive or FieldName.ProxyConnection or FieldName.ProxyAuthorization or FieldName.Trailer
                        or FieldName.ProxyAuthenticate or FieldName.ProxyAuthenticationInfo,
                    line.Dropped && line.Known != FieldName.Other);
            }
        }));

    [Fact]
    public void RandomBytes_NeverThrowAndAreNeverTakenForAHead() =>
        Check.One(s_config, Prop.ForAll<byte[]>(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            HeadParse request = HeadParser.ParseRequest(bytes, 0, new RequestHead(), HeadLimits.Default);
            HeadParse response = HeadParser.ParseResponse(bytes, 0, new ResponseHead(), HeadLimits.Default);
            _ = ChunkedOutcome.Of(bytes);
            Assert.NotEqual(HeadStatus.Complete, request.Status);
            Assert.NotEqual(HeadStatus.Complete, response.Status);
            Assert.InRange(request.Examined, 0, bytes.Length);
            Assert.InRange(response.Examined, 0, bytes.Length);
        }));

    [Fact]
    public void ChunkedBodyNearTheCases_IsDecodedAsTheSlowDecoderDoes() =>
        Check.One(s_config, Prop.ForAll(Mutation.Of(WireCases.ChunkedBodies), ArbMap.Default.ArbFor<NonNegativeInt>(), (bytes, cut) =>
        {
            ChunkedOutcome whole = ChunkedOutcome.Of(bytes);
            ChunkedOutcome slow = SlowChunkedDecoder.Decode(bytes);
            bool isLimit = whole.Reason is RejectReason.ChunkLineTooLong or RejectReason.ChunkOverhead or RejectReason.TrailersTooLarge;
            if (slow.Status != ChunkStatus.NeedMore && !isLimit)
            {
                Assert.Equal((slow.Status, slow.Data), (whole.Status, whole.Data));
            }

            if (whole.Status == ChunkStatus.Done)
            {
                Assert.Equal((slow.Status, slow.Consumed), (whole.Status, whole.Consumed));
            }

            Assert.Equal(whole, ChunkedOutcome.Of(bytes, cut.Get * 7 % (bytes.Length + 1)));
        }));
}
