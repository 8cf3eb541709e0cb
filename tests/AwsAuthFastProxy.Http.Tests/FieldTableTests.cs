using System.Text;

namespace AwsAuthFastProxy.Http.Tests;

public sealed class FieldTableTests
{
    private static readonly byte[] s_bytes =
        "GET / HTTP/1.1\r\nCookie: a\r\nHost: h\r\nX: 1\r\nCookie: b\r\nRange: bytes=0-1\r\n\r\n"u8.ToArray();

    private readonly RequestHead _head = new();

    public FieldTableTests()
    {
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseRequest(s_bytes, 0, _head, HeadLimits.Default).Status);
    }

    [Fact]
    public void KnownFields_AreIndexedAndCounted()
    {
        FieldTable fields = _head.Fields;

        Assert.Equal((5, 2, 1, 0), (fields.Count, fields.CountOf(FieldName.Cookie), fields.CountOf(FieldName.Host), fields.CountOf(FieldName.Via)));
        Assert.Equal((0, 3, -1), (fields.IndexOf(FieldName.Cookie), fields.NextOf(FieldName.Cookie, 0), fields.NextOf(FieldName.Cookie, 3)));
        Assert.Equal(-1, fields.IndexOf(FieldName.Via));
        Assert.True(fields.HasAny(FieldTable.Bit(FieldName.Via) | FieldTable.Bit(FieldName.Range)));
        Assert.False(fields.HasAny(FieldTable.Bit(FieldName.Via)));
    }

    [Fact]
    public void Value_IsThatOfTheFirstLine()
    {
        Assert.True(_head.Fields.TryGetValue(FieldName.Cookie, s_bytes, out ReadOnlySpan<byte> value));
        Assert.Equal("a", Encoding.ASCII.GetString(value));
        Assert.False(_head.Fields.TryGetValue(FieldName.Via, s_bytes, out _));
    }

    [Fact]
    public void Drop_MarksTheLinesAndKeepsThem()
    {
        _head.Fields.Drop(FieldName.Cookie);
        _head.Fields.Drop(4);

        Assert.Equal([true, false, false, true, true], Dropped());
        Assert.Equal(5, _head.Fields.Count);
    }

    [Fact]
    public void NextHead_HasNothingOfTheOneBefore()
    {
        _head.Fields.Drop(FieldName.Cookie);
        byte[] next = "POST http://i/ HTTP/1.0\r\nX: 1\r\n\r\n"u8.ToArray();
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseRequest(next, 0, _head, HeadLimits.Default).Status);
        Assert.Equal([false], Dropped());
        Assert.False(_head.Fields.Has(FieldName.Cookie));

        byte[] last = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray();
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseRequest(last, 0, _head, HeadLimits.Default).Status);
        Assert.Equal((TargetForm.Origin, true, RequestMethod.Get, 1), (_head.Form, _head.Authority.IsEmpty, _head.Method, _head.MinorVersion));
    }

    [Fact]
    public void HeadSmallerThanTheLimit_BoundsTheFields()
    {
        HeadParse parse = HeadParser.ParseRequest(s_bytes, 0, new RequestHead(4), HeadLimits.Default);

        Assert.Equal(RejectReason.TooManyFields, parse.Reason);
    }

    private bool[] Dropped() => [.. _head.Fields.Lines.ToArray().Select(line => line.Dropped)];
}
