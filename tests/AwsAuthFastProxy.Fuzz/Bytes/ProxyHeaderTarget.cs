using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Proxy.Access;

namespace AwsAuthFastProxy.Fuzz.Bytes;

/// <summary>Headers of the PROXY protocol, in any pieces and by a naive reader.</summary>
internal sealed class ProxyHeaderTarget : FuzzTarget
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    public override string Name => "proxy-header";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\nGET / HTTP/1.1\r\n", "PROXY TCP6 2001:db8::1 ::1 1 65535\r\n", "PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 2 3\r\n",
            "PROXY TCP6 ::ffff:192.0.2.1 ::1 0 0\r\n",
            Signature + "\x21\x11\0\x0c\xc0\0\x02\x01\xc6\x33\x64\x07\xdc\x04\x01\xbb", Signature + "\x20\0\0\0", Signature + "\x21\0\0\x03\x04\0\0",
            Signature + "\x21\x21\0\x24" + string.Concat(Enumerable.Repeat("\x20\x01\x0d\xb8", 8)) + "\0\x01\0\x02",
            Signature + "\x21\x11\0\x13\xc0\0\x02\x01\xc6\x33\x64\x07\xdc\x04\x01\xbb\x04\0\x04abcd",
        }.Select(Encoding.Latin1.GetBytes),
        .. Corpus.Found("proxy-header"),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "PROXY ", "TCP4 ", "TCP6 ", "UNKNOWN", "\r\n", " ", "192.0.2.1", "0.0.0.0", "255.255.255.255", "256.1.1.1", "1.2.3", "01.2.3.4", "::", "::1", "2001:db8::1", "fe80::1%1", "65535", "65536",
            "00", "+1", "-1", Signature, "\x21\x11", "\x20", "\x21\x21", "\x22", "\0", "\xff\xff", "\x04\0\0",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    public override int MostBytes => 2500;

    public override void Check(byte[] input)
    {
        ProxyHeaderParse whole = ProxyHeader.Parse(input);
        NaiveProxyHeader? naive = NaiveProxyHeader.Read(input);
        Assert.Equal(naive is not null, whole.IsComplete);
        if (naive is not null)
        {
            Assert.Equal((naive.Length, naive.Source is null ? null : ClientAddress.Of(naive.Source)), (whole.Length, whole.Client));
        }

        // Whatever the pieces, the first verdict is the last.
        for (int length = 0; length <= Math.Min(input.Length, 300); length++)
        {
            ProxyHeaderParse part = ProxyHeader.Parse(input.AsSpan(0, length));
            if (part.IsComplete || part.IsRejected)
            {
                Assert.Equal(whole, part);
                break;
            }
        }
    }
}
