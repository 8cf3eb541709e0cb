using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>A body in aws-chunked framing as clients write it, with the head fields that go with it. Signatures are nobody's.</summary>
internal sealed record AwsChunkedBody(byte[] Data)
{
    private const string Signature = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

    /// <summary>Bytes of each chunk but the last.</summary>
    public int ChunkSize { get; init; } = 8192;

    public bool IsSigned { get; init; }

    /// <summary>The checksum's name without its prefix, such as crc32; none when null.</summary>
    public string? Checksum { get; init; }

    /// <summary>Its value; computed from the data when null.</summary>
    public string? ChecksumValue { get; init; }

    /// <summary>What ends a trailer line; some clients put an LF before the CRLF.</summary>
    public string TrailerEnd { get; init; } = "\r\n";

    /// <summary>Framed once more by the chunked transfer coding, in pieces that fit no chunk.</summary>
    public bool IsChunkedTwice { get; init; }

    /// <summary>Says nothing of x-amz-content-sha256, as clients that do not sign.</summary>
    public bool IsAnonymous { get; init; }

    public string Encoding { get; init; } = "aws-chunked";

    /// <summary>x-amz-decoded-content-length; the truth when null.</summary>
    public long? DecodedLength { get; init; }

    private string Hash => IsSigned
        ? $"STREAMING-AWS4-HMAC-SHA256-PAYLOAD{(Checksum is null ? "" : "-TRAILER")}"
        : "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    public string Head(string requestLine, string more = "")
    {
        var head = new StringBuilder($"{requestLine} HTTP/1.1\r\nHost: h.example\r\n");
        head.Append(IsAnonymous ? "" : $"x-amz-content-sha256: {Hash}\r\n");
        head.Append(Encoding.Length == 0 ? "" : $"Content-Encoding: {Encoding}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"x-amz-decoded-content-length: {DecodedLength ?? Data.Length}\r\n");
        head.Append(Checksum is null ? "" : $"x-amz-trailer: x-amz-checksum-{Checksum}\r\n");
        head.Append(IsChunkedTwice
            ? "Transfer-Encoding: chunked\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Framed().Length}\r\n"));
        return head.Append(more).Append("\r\n").ToString();
    }

    /// <summary>The bytes behind the head.</summary>
    public byte[] Wire()
    {
        byte[] framed = Framed();
        if (!IsChunkedTwice)
        {
            return framed;
        }

        var outer = new List<byte>();
        for (int at = 0, size = 1; at < framed.Length; at += size, size = (size * 5 % 4099) + 1)
        {
            size = Math.Min(size, framed.Length - at);
            outer.AddRange(Ascii(string.Create(CultureInfo.InvariantCulture, $"{size:x}\r\n")));
            outer.AddRange(framed.AsSpan(at, size));
            outer.AddRange("\r\n"u8);
        }

        outer.AddRange("0\r\n\r\n"u8);
        return [.. outer];
    }

    /// <summary>The body in aws-chunked framing alone.</summary>
    public byte[] Framed()
    {
        var wire = new List<byte>();
        for (int at = 0; at < Data.Length; at += ChunkSize)
        {
            int size = Math.Min(ChunkSize, Data.Length - at);
            wire.AddRange(Ascii(Line(size)));
            wire.AddRange(Data.AsSpan(at, size));
            wire.AddRange("\r\n"u8);
        }

        wire.AddRange(Ascii(Line(0)));
        if (Checksum is not null)
        {
            wire.AddRange(Ascii($"x-amz-checksum-{Checksum}:{ChecksumValue ?? Checksums.Base64(Checksum, Data)}{TrailerEnd}"));
            wire.AddRange(Ascii(IsSigned ? $"x-amz-trailer-signature:{Signature}\r\n" : ""));
        }

        wire.AddRange("\r\n"u8);
        return [.. wire];
    }

    private string Line(int size) => string.Create(CultureInfo.InvariantCulture, $"{size:x}{(IsSigned ? $";chunk-signature={Signature}" : "")}\r\n");

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
