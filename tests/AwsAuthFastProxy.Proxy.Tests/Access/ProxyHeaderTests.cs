using System.Text;
using AwsAuthFastProxy.Proxy.Access;

namespace AwsAuthFastProxy.Proxy.Tests.Access;

/// <summary>PROXY protocol headers, byte by byte.</summary>
public class ProxyHeaderTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n", "192.0.2.1")]
    [InlineData("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 0 0\r\n", "192.0.2.1")]
    [InlineData("PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n", "2001:db8::1")]
    [InlineData("PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n", "192.0.2.1")]
    [InlineData("PROXY UNKNOWN\r\n", null)]
    [InlineData("PROXY UNKNOWN ffff:: whatever stands here\r\n", null)]
    [InlineData(Signature + "\x21\x11\0\x0c\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb", "192.0.2.1")]
    [InlineData(Signature + "\x21\x21\0\x24\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02\xdc\x04\x01\xbb", "2001:db8::1")]
    [InlineData(Signature + "\x21\x11\0\x14\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb\x04\0\0\x05\0\x02hi", "192.0.2.1")]
    [InlineData(Signature + "\x20\0\0\0", null)]
    [InlineData(Signature + "\x20\x11\0\x0c\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb", null)]
    [InlineData(Signature + "\x21\0\0\0", null)]
    public void Header_IsReadWhateverTheSplit(string text, string? client)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(text), .. "GET / HTTP/1.1\r\n"u8];
        for (int length = 0; length < text.Length; length++)
        {
            Assert.Equal(ProxyHeaderParse.Incomplete, ProxyHeader.Parse(bytes.AsSpan(0, length)));
        }

        for (int length = text.Length; length <= bytes.Length; length++)
        {
            ProxyHeaderParse header = ProxyHeader.Parse(bytes.AsSpan(0, length));
            Assert.Equal((true, text.Length, client), (header.IsComplete, header.Length, header.Client?.ToString()));
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("PROXYTCP4 ")]
    [InlineData("proxy TCP4 192.0.2.1 198.51.100.1 1 2\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 1 2\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 1 2\rX")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 1 2 \r\n")]
    [InlineData("PROXY TCP4  192.0.2.1 198.51.100.1 1 2\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 1\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 1 65536\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 01 2\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 +1 2\r\n")]
    [InlineData("PROXY TCP4 192.0.2.01 198.51.100.1 1 2\r\n")]
    [InlineData("PROXY TCP6 ::ffff:192.0.2.01 ::1 1 2\r\n")]
    [InlineData("PROXY TCP4 192.0.2 198.51.100.1 1 2\r\n")]
    [InlineData("PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n")]
    [InlineData("PROXY TCP6 192.0.2.1 198.51.100.1 1 2\r\n")]
    [InlineData("PROXY TCP6 fe80::1%1 ::1 1 2\r\n")]
    [InlineData("PROXY TCP5 192.0.2.1 198.51.100.1 1 2\r\n")]
    [InlineData("PROXY UDP4 192.0.2.1 198.51.100.1 1 2\r\n")]
    [InlineData("PROXY UNKNOWNX\r\n")]
    [InlineData("PROXY \r\n")]
    [InlineData("PROXY TCP4 192.0.2.1\t198.51.100.1 1 2\r\n")]
    [InlineData("\r\n\r\n\0\r\nQUIX\n")]
    [InlineData(Signature + "\x11\x11\0\x0c")]
    [InlineData(Signature + "\x22\x11\0\x0c")]
    [InlineData(Signature + "\x21\x12\0\x0c\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb")]
    [InlineData(Signature + "\x21\x31\0\xd8")]
    [InlineData(Signature + "\x21\x11\0\x0b\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01")]
    [InlineData(Signature + "\x21\x21\0\x0c\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb")]
    [InlineData(Signature + "\x21\x11\xff\xff\xc0\0\x02\x01")]
    [InlineData(Signature + "\x21\x11\0\x0e\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb\x04\0")]
    [InlineData(Signature + "\x21\x11\0\x10\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb\x04\0\x02\0")]
    public void AnythingElse_IsRejectedAndStaysSo(string text)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(text), .. new byte[3000]];
        bool rejected = false;
        for (int length = 0; length <= text.Length; length++)
        {
            ProxyHeaderParse header = ProxyHeader.Parse(bytes.AsSpan(0, length));
            Assert.False(header.IsComplete, $"complete at {length}");
            Assert.True(header.IsRejected || !rejected, "a verdict stands");
            rejected |= header.IsRejected;
        }

        Assert.True(ProxyHeader.Parse(bytes).IsRejected);
    }

    [Fact]
    public void LineOf107Bytes_IsTheLongest()
    {
        string longest = "PROXY UNKNOWN " + new string('x', 107 - 16) + "\r\n";

        Assert.Equal(107, ProxyHeader.Parse(Encoding.Latin1.GetBytes(longest)).Length);
        Assert.True(ProxyHeader.Parse(Encoding.Latin1.GetBytes("PROXY UNKNOWN " + new string('x', 107 - 15) + "\r\n")).IsRejected);
        Assert.True(ProxyHeader.Parse(Encoding.Latin1.GetBytes("PROXY UNKNOWN " + new string('x', 200))).IsRejected);
    }

    [Fact]
    public void RandomBytes_NeverThrowAndGrowIntoOneVerdict()
    {
        var random = new Random(17);
        byte[][] seeds =
        [
            Encoding.Latin1.GetBytes("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n"),
            Encoding.Latin1.GetBytes(Signature + "\x21\x11\0\x14\xc0\0\x02\x01\xc6\x33\x64\x01\xdc\x04\x01\xbb\x04\0\0\x05\0\x02hi"),
        ];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. seeds[round % 2], .. new byte[8]];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ProxyHeaderParse whole = ProxyHeader.Parse(bytes);
            ProxyHeaderParse first = ProxyHeader.Parse(bytes.AsSpan(0, random.Next(bytes.Length)));
            Assert.True(whole.Length <= bytes.Length);
            if (first.IsComplete || first.IsRejected)
            {
                Assert.Equal(first, whole);
            }
        }
    }
}
