using System.Globalization;
using System.Text;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Tests.Payload;

/// <summary>Uploads in every payload mode, in every framing, to an origin that verifies each signature and checksum by itself.</summary>
public class UploadTests
{
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    public static TheoryData<PayloadMode, ChecksumAlgorithm, string> Modes => new()
    {
        { PayloadMode.Auto, ChecksumAlgorithm.None, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" },
        { PayloadMode.Auto, ChecksumAlgorithm.Sha1, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" },
        { PayloadMode.Unsigned, ChecksumAlgorithm.None, "UNSIGNED-PAYLOAD" },
        { PayloadMode.Unsigned, ChecksumAlgorithm.Crc64Nvme, "STREAMING-UNSIGNED-PAYLOAD-TRAILER" },
        { PayloadMode.Streaming, ChecksumAlgorithm.None, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" },
        { PayloadMode.StreamingTrailer, ChecksumAlgorithm.None, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" },
        { PayloadMode.StreamingTrailer, ChecksumAlgorithm.Crc32C, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" },
        { PayloadMode.StreamingTrailer, ChecksumAlgorithm.Sha256, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" },
        { PayloadMode.Buffered, ChecksumAlgorithm.None, "" },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void PlainBody_IsStoredAsItWas(PayloadMode mode, ChecksumAlgorithm checksum, string expected)
    {
        foreach (int length in Lengths)
        {
            using var rig = Rig(mode, checksum);
            byte[] data = Data(length);
            WireEnd client = rig.Proxy.Send($"PUT /o%20p HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: {Text(length)}\r\nx-amz-meta-a: b\r\n\r\n");
            client.Send(data);
            rig.Proxy.Run();

            AssertStored(rig, client, "o p", data, expected);
            Assert.Contains(rig.Store.Get("photos", "o p")!.Headers, static line => line is { Key: "Content-Encoding", Value: "gzip" });
            AssertEnds(rig, client);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void AwsChunkedBody_IsFramedAnew(PayloadMode mode, ChecksumAlgorithm checksum, string expected)
    {
        foreach (int length in Lengths)
        {
            byte[] data = Data(length);
            foreach (AwsChunkedBody body in Framings(data))
            {
                using var rig = Rig(mode, checksum);
                WireEnd client = rig.Proxy.Send(body.Head("PUT /o"));
                client.Send(body.Wire(), Fragmentation.At(body.Wire().Length / 2));
                rig.Proxy.Run();

                // The client's own trailer goes on where the mode has one.
                bool passesOn = body.Checksum is not null && mode == PayloadMode.Auto;
                AssertStored(rig, client, "o", data, passesOn ? "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" : expected);
                string? encoding = body.Encoding.StartsWith("gzip", StringComparison.Ordinal) ? "gzip" : null;
                Assert.Equal(encoding, rig.Store.Get("photos", "o")!.Headers.FirstOrDefault(static line => line.Key == "Content-Encoding").Value);
                if (body.Checksum is not null && (passesOn || expected.EndsWith("TRAILER", StringComparison.Ordinal) || mode == PayloadMode.Buffered))
                {
                    string name = $"x-amz-checksum-{body.Checksum}";
                    Assert.Equal(Checksums.Base64(body.Checksum, data), rig.Store.Get("photos", "o")!.Headers.Single(line => line.Key == name).Value);
                }

                Assert.DoesNotContain("AABBCCDDEEFF", Encoding.Latin1.GetString(rig.Requests[^1].Body.Span), StringComparison.Ordinal);
                AssertEnds(rig, client);
            }
        }
    }

    [Theory]
    [InlineData(PayloadMode.Auto)]
    [InlineData(PayloadMode.Unsigned)]
    [InlineData(PayloadMode.StreamingTrailer)]
    public void EmptyAwsChunkedBody_IsTheHashOfNothingAndNoFraming(PayloadMode mode)
    {
        foreach (AwsChunkedBody body in Framings([]))
        {
            using var rig = Rig(mode);
            WireEnd client = rig.Proxy.Send(body.Head("PUT /o", "Expect: 100-continue\r\n"));
            Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", client.Take());
            client.Send(body.Wire());
            rig.Proxy.Run();

            AssertStored(rig, client, "o", [], PayloadHashOfNothing);
            Assert.Equal("0", rig.Requests[^1].Header("Content-Length"));
            AssertEnds(rig, client);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void OwnHash_IsPassedOnInEveryMode(PayloadMode mode, ChecksumAlgorithm checksum, string expected)
    {
        using var rig = Rig(mode, checksum);
        WireEnd client = rig.Proxy.Send($"PUT /o HTTP/1.1\r\nHost: h\r\nx-amz-content-sha256: {Hash}\r\nContent-Length: 5\r\n\r\nhello");

        Assert.NotEqual(Hash, expected);
        AssertStored(rig, client, "o", "hello"u8.ToArray(), Hash);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32: NhCmhg==", true, 200)]
    [InlineData("x-amz-checksum-crc32: AAAAAA==", true, 400)]
    [InlineData("Content-MD5: XUFAKrxLKna5cZ2REBfFkg==", false, 200)]
    [InlineData("Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==", false, 400)]
    public void ChecksumInTheHead_IsPassedOnAndHasNoSecondBesideIt(string field, bool conflicts, int status)
    {
        using var rig = Rig(PayloadMode.StreamingTrailer);
        WireEnd client = rig.Proxy.Send($"PUT /o HTTP/1.1\r\nHost: h\r\n{field}\r\nContent-Length: 5\r\n\r\nhello");

        Assert.StartsWith($"HTTP/1.1 {Text(status)} ", client.Received, StringComparison.Ordinal);
        Assert.Equal(status == 200, rig.Store.Get("photos", "o") is not null);
        OriginRequest request = rig.Requests[^1];
        Assert.Equal(conflicts ? null : "x-amz-checksum-crc32", request.Header("x-amz-trailer"));
        Assert.Contains(field.Split(':')[0].ToLowerInvariant(), request.Header("Authorization")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CRC32", "crc32", "CRC32")]
    [InlineData("crc32", "crc32", "crc32")]
    [InlineData("SHA256", "crc32", null)]
    [InlineData("CRC32", null, null)]
    public void SdkChecksumAlgorithm_StaysWhereItIsTrue(string named, string? trailer, string? expected)
    {
        using var rig = Rig(PayloadMode.Auto);
        var body = new AwsChunkedBody("hello"u8.ToArray()) { Checksum = trailer };
        WireEnd client = rig.Proxy.Send(body.Head("PUT /o", $"x-amz-sdk-checksum-algorithm: {named}\r\n"));
        client.Send(body.Wire());
        rig.Proxy.Run();

        rig.AssertAccepted(client.Received);
        Assert.Equal(expected, rig.Requests[^1].Header("x-amz-sdk-checksum-algorithm"));
    }

    [Fact]
    public void ChecksumOfABodyReadWhole_StandsInTheHead()
    {
        using var rig = Rig(PayloadMode.Buffered);
        var body = new AwsChunkedBody("hello"u8.ToArray()) { Checksum = "crc32" };
        WireEnd client = rig.Proxy.Send(body.Head("PUT /o", "x-amz-sdk-checksum-algorithm: CRC32\r\n"));
        client.Send(body.Wire());
        rig.Proxy.Run();

        AssertStored(rig, client, "o", "hello"u8.ToArray(), Hash);
        Assert.Equal("NhCmhg==", rig.Requests[^1].Header("x-amz-checksum-crc32"));
        Assert.Equal("CRC32", rig.Requests[^1].Header("x-amz-sdk-checksum-algorithm"));
    }

    [Fact]
    public void UploadsOnOneConnection_FollowEachOther()
    {
        using var rig = Rig(PayloadMode.StreamingTrailer);
        WireEnd client = rig.Proxy.Connect();
        for (int i = 0; i < 5; i++)
        {
            byte[] data = Data(100_000 + i);
            var body = new AwsChunkedBody(data) { Checksum = "sha1", IsSigned = i % 2 == 0 };
            client.Send(body.Head($"PUT /{Text(i)}")).Send(body.Wire());
            rig.Proxy.Run();
            AssertStored(rig, client, Text(i), data, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
            client.Take();
        }

        Assert.Equal(1, rig.Proxy.Counters.Dials);
        AssertEnds(rig, client);
    }

    private static string PayloadHashOfNothing => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static int[] Lengths => [1, 5, 17_000, 131_072, 300_000];

    private static IEnumerable<AwsChunkedBody> Framings(byte[] data) =>
    [
        new(data) { Checksum = "crc32" },
        new(data) { Checksum = "crc64nvme", IsAnonymous = true, IsChunkedTwice = true },
        new(data) { Checksum = "sha256", IsSigned = true, Encoding = "gzip, aws-chunked", ChunkSize = 65_536 },
        new(data) { IsSigned = true, Encoding = "", ChunkSize = 200_000 },
        new(data) { IsSigned = true, Checksum = "crc32c", TrailerEnd = "\n\r\n", IsChunkedTwice = true },
    ];

    private static void AssertStored(S3Rig rig, WireEnd client, string key, byte[] data, string hash)
    {
        rig.AssertAccepted(client.Received);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.Equal(data, rig.Store.Get("photos", key)!.Content.ToArray());
        OriginRequest request = rig.Requests[^1];
        string sent = request.Header("x-amz-content-sha256")!;
        Assert.Equal(hash.Length == 0 ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data)) : hash, sent);
        bool framed = sent.StartsWith("STREAMING-", StringComparison.Ordinal);
        Assert.DoesNotContain("aws-chunked", request.Header("Content-Encoding") ?? "", StringComparison.Ordinal);
        Assert.Equal(framed ? Text(data.Length) : null, request.Header("x-amz-decoded-content-length"));
        Assert.Null(request.Header("Transfer-Encoding"));
    }

    private static void AssertEnds(S3Rig rig, WireEnd client)
    {
        Assert.Empty(rig.Proxy.Log.Loud);
        client.Close();
        rig.Proxy.AssertNothingLeaks();
        Assert.Equal(0, rig.Proxy.Shard.Spool.Used);
    }

    private static byte[] Data(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static S3Rig Rig(PayloadMode mode, ChecksumAlgorithm checksum = ChecksumAlgorithm.None) =>
        new(Models.Of(Models.Bucket(payload: mode, checksum: checksum), static route => route with { Methods = MethodSet.All, Operations = Operations.Write }));
}
