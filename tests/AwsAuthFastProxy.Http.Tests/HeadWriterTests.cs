using System.Text;

namespace AwsAuthFastProxy.Http.Tests;

public sealed class HeadWriterTests
{
    [Fact]
    public void Request_IsWrittenWithoutDroppedFields()
    {
        byte[] bytes = "GET /a?b HTTP/1.0\r\nHost: h\r\nConnection: x\r\nX: 1\r\nAccept:*/*\r\n\r\n"u8.ToArray();
        RequestHead head = new();
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseRequest(bytes, 0, head, HeadLimits.Default).Status);
        _ = HopByHop.MarkRequest(head, bytes);

        HeadWriter writer = new(new byte[256]);
        writer.WriteStatusLine(200);
        writer.WriteFields(head.Fields, bytes);
        writer.WriteField("Content-Length"u8, long.MaxValue);
        writer.EndHead();

        Assert.False(writer.Overflowed);
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nHost: h\r\nAccept: */*\r\nContent-Length: 9223372036854775807\r\n\r\n",
            Encoding.ASCII.GetString(writer.Written));
    }

    [Theory]
    [InlineData(200, "HTTP/1.1 200 OK\r\n")]
    [InlineData(431, "HTTP/1.1 431 Request Header Fields Too Large\r\n")]
    [InlineData(299, "HTTP/1.1 299 \r\n")]
    public void StatusLine_HasItsPhrase(int status, string expected)
    {
        HeadWriter writer = new(new byte[64]);

        writer.WriteStatusLine(status);

        Assert.Equal(expected, Encoding.ASCII.GetString(writer.Written));
    }

    [Theory]
    [InlineData(0, "0\r\n")]
    [InlineData(10, "a\r\n")]
    [InlineData(0x12345, "12345\r\n")]
    [InlineData(long.MaxValue, "7fffffffffffffff\r\n")]
    public void ChunkSize_IsHexadecimal(long size, string expected)
    {
        HeadWriter writer = new(new byte[32]);

        writer.WriteChunkSize(size);

        Assert.Equal(expected, Encoding.ASCII.GetString(writer.Written));
    }

    [Fact]
    public void ClaimedBytes_CanBeFilledInLater()
    {
        HeadWriter writer = new(new byte[32]);
        writer.Write("a="u8);
        Span<byte> claimed = writer.Claim(3);
        writer.Write(";"u8);

        "xyz"u8.CopyTo(claimed);

        Assert.Equal("a=xyz;", Encoding.ASCII.GetString(writer.Written));
    }

    [Fact]
    public void EveryBufferTooSmall_OverflowsAndNeverThrows()
    {
        int needed = Compose(new byte[256], out bool overflowed);
        Assert.False(overflowed);
        for (int size = 0; size < needed; size++)
        {
            int written = Compose(new byte[size], out overflowed);
            Assert.True(overflowed);
            Assert.InRange(written, 0, size);
        }

        Assert.Equal(needed, Compose(new byte[needed], out overflowed));
        Assert.False(overflowed);
    }

    [Fact]
    public void AfterAnOverflow_NothingMoreIsWritten()
    {
        HeadWriter writer = new(new byte[4]);
        writer.Write("12345"u8);
        writer.Write("1"u8);
        writer.WriteDecimal(1);
        writer.WriteChunkSize(1);

        Assert.True(writer.Overflowed);
        Assert.Equal(0, writer.Length);
        Assert.True(writer.Claim(1).IsEmpty);
    }

    private static int Compose(byte[] buffer, out bool overflowed)
    {
        HeadWriter writer = new(buffer);
        writer.WriteStatusLine(200);
        writer.WriteField("Server"u8, "x"u8);
        writer.WriteField("Content-Length"u8, 12345);
        writer.EndHead();
        writer.WriteChunkSize(255);
        writer.Claim(7).Fill((byte)'z');
        overflowed = writer.Overflowed;
        return writer.Length;
    }
}
