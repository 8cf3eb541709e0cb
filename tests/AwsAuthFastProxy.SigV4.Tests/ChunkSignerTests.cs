using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.Tests.Shared;

namespace AwsAuthFastProxy.SigV4.Tests;

public class ChunkSignerTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Scope = "20130524/us-east-1/s3/aws4_request";
    private const string Time = "20130524T000000Z";
    private const string Seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    private const long Seconds = 1_369_353_600;

    // Amazon S3 API reference, "Signature calculations: transferring payload in multiple chunks".
    private static readonly string[] s_published =
    [
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
    ];

    [Theory]
    [InlineData(65_536)]
    [InlineData(1)]
    [InlineData(1_000)]
    public void PublishedUpload_InAnyPieces_GivesPublishedSignatures(int piece)
    {
        using var signer = CreateSigner();
        using var chunks = new ChunkSigner(signer);
        for (var upload = 0; upload < 2; upload++)
        {
            chunks.Begin(SigningTime.FromUnixSeconds(Seconds), Encoding.ASCII.GetBytes(Seed));
            foreach (var (size, expected) in new[] { 65_536, 1_024, 0 }.Zip(s_published))
            {
                for (var left = size; left > 0; left -= piece)
                {
                    chunks.Append(Encoding.ASCII.GetBytes(new string('a', Math.Min(piece, left))));
                }

                Assert.Equal(expected, Sign(chunks.SignChunk));
            }
        }
    }

    // Amazon S3 API reference, "Signature calculations: transferring a payload in multiple chunks with trailing headers".
    [Fact]
    public void PublishedUploadWithTrailer_GivesPublishedSignatures()
    {
        using var signer = CreateSigner();
        using var chunks = new ChunkSigner(signer);
        chunks.Begin(SigningTime.FromUnixSeconds(Seconds), "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"u8);
        chunks.Append(Encoding.ASCII.GetBytes(new string('a', 65_536)));
        Assert.Equal("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2", Sign(chunks.SignChunk));
        chunks.Append(Encoding.ASCII.GetBytes(new string('a', 1024)));
        Assert.Equal("1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7", Sign(chunks.SignChunk));
        Assert.Equal("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", Sign(chunks.SignChunk));
        Assert.Equal(
            "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
            Sign(signature => chunks.SignTrailer("x-amz-checksum-crc32c:sOO8/Q==\n"u8, signature)));
    }

    [Fact]
    public void Trailer_IsSignedAfterTheLastChunk()
    {
        using var signer = CreateSigner();
        using var chunks = new ChunkSigner(signer);
        var data = Encoding.ASCII.GetBytes("some data");
        const string Trailer = "x-amz-checksum-crc32c:sOO8/Q==\n";

        chunks.Begin(SigningTime.FromUnixSeconds(Seconds), Encoding.ASCII.GetBytes(Seed));
        chunks.Append(data);
        var first = Sign(chunks.SignChunk);
        var last = Sign(chunks.SignChunk);
        var trailer = Sign(signature => chunks.SignTrailer(Encoding.ASCII.GetBytes(Trailer), signature));

        Assert.Equal(Naive($"AWS4-HMAC-SHA256-PAYLOAD\n{Time}\n{Scope}\n{Seed}\n{Sha256([])}\n{Sha256(data)}"), first);
        Assert.Equal(Naive($"AWS4-HMAC-SHA256-PAYLOAD\n{Time}\n{Scope}\n{first}\n{Sha256([])}\n{Sha256([])}"), last);
        Assert.Equal(
            Naive($"AWS4-HMAC-SHA256-TRAILER\n{Time}\n{Scope}\n{last}\n{Sha256(Encoding.ASCII.GetBytes(Trailer))}"), trailer);
    }

    [Fact]
    public void UploadThatWasBrokenOff_LeavesNothingForTheNext()
    {
        using var signer = CreateSigner();
        using var chunks = new ChunkSigner(signer);
        chunks.Begin(SigningTime.FromUnixSeconds(1_000_000_000), Encoding.ASCII.GetBytes(new string('0', 64)));
        chunks.Append("half a chunk"u8);

        chunks.Begin(SigningTime.FromUnixSeconds(Seconds), Encoding.ASCII.GetBytes(Seed));
        chunks.Append(Encoding.ASCII.GetBytes(new string('a', 65_536)));

        Assert.Equal(s_published[0], Sign(chunks.SignChunk));
    }

    [Fact]
    public void RequestSignedBetweenChunks_DoesNotDisturbThem()
    {
        using var signer = CreateSigner();
        using var chunks = new ChunkSigner(signer);
        chunks.Begin(SigningTime.FromUnixSeconds(Seconds), Encoding.ASCII.GetBytes(Seed));
        chunks.Append(Encoding.ASCII.GetBytes(new string('a', 65_536)));

        new OutgoingRequest("GET", "/other", [("Host", "h")], "UNSIGNED-PAYLOAD", Seconds + 9).Sign(signer);

        Assert.Equal(s_published[0], Sign(chunks.SignChunk));
    }

    [Fact]
    public void WarmSigner_SignsChunksWithoutAllocation()
    {
        using var signer = CreateSigner();
        using var chunks = new ChunkSigner(signer);
        var seed = Encoding.ASCII.GetBytes(Seed);
        var data = new byte[8_192];
        var signature = new byte[RequestSigner.SignatureLength];
        void Upload()
        {
            chunks.Begin(SigningTime.FromUnixSeconds(Seconds), seed);
            chunks.Append(data);
            chunks.SignChunk(signature);
            chunks.SignChunk(signature);
            chunks.SignTrailer("x-amz-checksum-crc32:AAAAAA==\n"u8, signature);
        }

        Assert.Equal(0, WarmAllocation.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Upload();
            }
        }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void SeedThatIsNoSignature_IsRefused(int length)
    {
        using var signer = CreateSigner();
        using var chunks = new ChunkSigner(signer);
        Assert.Throws<ArgumentException>("seed", () => chunks.Begin(SigningTime.FromUnixSeconds(Seconds), new byte[length]));
    }

    private static RequestSigner CreateSigner()
    {
        using var key = SigningKey.FromSecret("AKIAIOSFODNN7EXAMPLE", Encoding.ASCII.GetBytes(Secret), CredentialScope.Parse(Scope));
        return new RequestSigner(key);
    }

    private static string Sign(SignatureWriter write)
    {
        var signature = new byte[RequestSigner.SignatureLength];
        write(signature);
        return Encoding.ASCII.GetString(signature);
    }

    private static string Naive(string stringToSign)
    {
        var key = Encoding.ASCII.GetBytes("AWS4" + Secret);
        foreach (var part in Scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(stringToSign)));
    }

    private static string Sha256(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private delegate void SignatureWriter(Span<byte> signature);
}
