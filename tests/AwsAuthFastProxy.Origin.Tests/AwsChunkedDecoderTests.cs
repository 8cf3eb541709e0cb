using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

public class AwsChunkedDecoderTests
{
    private const string Unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string SignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

    // CRC-32C of "hello world" is 0xC99465AA; base64 has its most significant octet first.
    private const string Crc32cOfHelloWorld = "yZRlqg==";

    private readonly OriginRig _rig = new();

    [Theory]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\n\r\n", null)]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32c:yZRlqh==\r\n\r\n", "BadDigest")]
    [InlineData("b\r\nhello world\r\n0\r\n\r\n", "MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n0\r\nx-other:1\r\n\r\n", "MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\nx-amz-trailer-signature:00\r\n\r\n", "MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\n\r\nmore", "IncompleteBody")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\n", "IncompleteBody")]
    [InlineData("b\r\nhello world\r\n", "IncompleteBody")]
    [InlineData("a\r\nhello worl\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\n\r\n", "IncompleteBody")]
    [InlineData("b\r\nhello worldX0\r\n\r\n", "IncompleteBody")]
    [InlineData("-b\r\nhello world\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("ffffffff\r\nhello world\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\n\r\n", "InvalidChunkSizeError")]
    public async Task UnsignedTrailer_IsChecked(string framed, string? code)
    {
        await _rig.SendAsync(Request(Unsigned, "11", Encoding.ASCII.GetBytes(framed)));

        Assert.Equal(code, _rig.Received[0].Verdict.ErrorCode);
        Assert.Equal(code is null ? "hello world" : null, Stored());
    }

    [Fact]
    public async Task InsideTheChunkedTransferCoding_IsDecodedTwice()
    {
        const string Framed = "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\n\r\n";
        string transfer = string.Create(CultureInfo.InvariantCulture, $"{Framed.Length:x}\r\n{Framed}\r\n0\r\n\r\n");
        SignedRequest request = Request(Unsigned, "11", Encoding.ASCII.GetBytes(transfer));
        request.Signed.Add(("transfer-encoding", "chunked"));

        WireResponse response = await _rig.SendAsync(request);

        Assert.Equal(200, response.Status);
        Assert.Equal(Crc32cOfHelloWorld, response.Header("x-amz-checksum-crc32c"));
        Assert.Equal("hello world", Stored());
    }

    [Fact]
    public async Task NoDecodedLength_Is411()
    {
        SignedRequest request = Request(Unsigned, "11", "0\r\n\r\n"u8.ToArray());
        request.Signed.RemoveAll(field => field.Name == "x-amz-decoded-content-length");

        Assert.Equal("MissingContentLength", (await _rig.SendAsync(request)).Code);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("chunk", "SignatureDoesNotMatch")]
    [InlineData("last", "SignatureDoesNotMatch")]
    [InlineData("trailer", "SignatureDoesNotMatch")]
    [InlineData("data", "SignatureDoesNotMatch")]
    [InlineData("no trailer signature", "MalformedTrailerError")]
    public async Task SignedTrailer_IsCheckedInTheChainOfSignatures(string broken, string? code)
    {
        SignedRequest request = Request(SignedTrailer, "11", []);
        request.Content = new byte[400];
        request.ToWire();

        // Content-Length is not signed here, so the head's signature stays while the content is made from it.
        string data = broken == "data" ? "hello World" : "hello world";
        string first = Break(broken == "chunk", Chunk(request, request.Signature, "hello world"));
        string last = Break(broken == "last", Chunk(request, first, ""));
        string trailer = Break(broken == "trailer", Next(request, "TRAILER", last, SignedRequest.Hash(Encoding.ASCII.GetBytes($"x-amz-checksum-crc32c:{Crc32cOfHelloWorld}\n"))));
        string end = broken == "no trailer signature" ? "\r\n" : $"x-amz-trailer-signature:{trailer}\r\n\r\n";
        request.Content = Encoding.ASCII.GetBytes(
            $"b;chunk-signature={first}\r\n{data}\r\n0;chunk-signature={last}\r\nx-amz-checksum-crc32c:{Crc32cOfHelloWorld}\r\n{end}");

        await _rig.SendAsync(request);

        Assert.Equal(code, _rig.Received[0].Verdict.ErrorCode);
        Assert.Equal(code is null ? "hello world" : null, Stored());
    }

    private static SignedRequest Request(string payloadHash, string decodedLength, byte[] content) => new()
    {
        Method = "PUT",
        PayloadHash = payloadHash,
        Content = content,
        Signed = { ("content-encoding", "aws-chunked"), ("x-amz-decoded-content-length", decodedLength), ("x-amz-trailer", "x-amz-checksum-crc32c") },
    };

    private static string Chunk(SignedRequest request, string previous, string data) =>
        Next(request, "PAYLOAD", previous, $"{SignedRequest.Hash([])}\n{SignedRequest.Hash(Encoding.ASCII.GetBytes(data))}");

    private static string Next(SignedRequest request, string kind, string previous, string rest) =>
        request.Sign($"AWS4-HMAC-SHA256-{kind}\n{request.Timestamp}\n{request.Scope}\n{previous}\n{rest}");

    private static string Break(bool broken, string signature) =>
        broken ? (signature[0] == '0' ? '1' : '0') + signature[1..] : signature;

    private string? Stored() => _rig.Store.Get(OriginRig.Bucket, "key") is { } stored ? Encoding.ASCII.GetString(stored.Content.Span) : null;
}
