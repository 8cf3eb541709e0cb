namespace AwsAuthFastProxy.Http.Tests;

public sealed class ResponseParserTests
{
    public static TheoryData<string> Cases => WireCases.Names(WireCases.Responses);

    [Theory]
    [MemberData(nameof(Cases))]
    public void WholeInput_GivesTheExpectedOutcome(string name)
    {
        WireCase wireCase = WireCases.Responses[name];
        ResponseHead head = new(wireCase.Limits.FieldCount);

        HeadParse parse = HeadParser.ParseResponse(wireCase.WireAndExcess, 0, head, wireCase.Limits);

        CheckOutcome(wireCase, parse, head, wireCase.WireAndExcess);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryTwoWaySplit_GivesTheSameOutcome(string name)
    {
        WireCase wireCase = WireCases.Responses[name];
        ResponseHead head = new(wireCase.Limits.FieldCount);
        byte[] all = wireCase.WireAndExcess;
        foreach (int split in WireCases.Splits(wireCase))
        {
            // An array of its own ends where the received bytes end: reading past them would throw.
            byte[] prefix = all[..split];
            HeadParse parse = HeadParser.ParseResponse(prefix, 0, head, wireCase.Limits);
            Assert.InRange(parse.Examined, 0, split);
            if (parse.Status != HeadStatus.Incomplete)
            {
                Assert.True(wireCase.IsRejected || split >= wireCase.Wire.Length, $"decided at {split}");
                CheckOutcome(wireCase, parse, head, prefix);
                continue;
            }

            Assert.True(split < wireCase.Wire.Length, $"undecided at {split}");
            parse = HeadParser.ParseResponse(all, parse.Examined, head, wireCase.Limits);
            CheckOutcome(wireCase, parse, head, all);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ByteByByte_GivesTheSameOutcome(string name)
    {
        WireCase wireCase = WireCases.Responses[name];
        ResponseHead head = new(wireCase.Limits.FieldCount);
        byte[] all = wireCase.WireAndExcess;
        int examined = 0;
        for (int length = 0; length <= all.Length; length++)
        {
            ReadOnlySpan<byte> received = all.AsSpan(0, length);
            HeadParse parse = HeadParser.ParseResponse(received, examined, head, wireCase.Limits);
            if (parse.Status != HeadStatus.Incomplete)
            {
                CheckOutcome(wireCase, parse, head, received);
                return;
            }

            examined = parse.Examined;
        }

        Assert.Fail("never decided");
    }

    private static void CheckOutcome(WireCase wireCase, HeadParse parse, ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        if (wireCase.IsRejected)
        {
            Assert.Equal(HeadStatus.Rejected, parse.Status);
            Assert.Equal(wireCase.RejectName, RejectReasons.Name(parse.Reason));
            Assert.Equal(wireCase.RejectOffset ?? parse.Offset, parse.Offset);
            return;
        }

        Assert.Equal(RejectReason.None, parse.Reason);
        Assert.Equal(HeadStatus.Complete, parse.Status);
        Assert.Equal(wireCase.Wire.Length, head.Length);
        ResponseExpectations.Check(wireCase, head, bytes);
    }
}
