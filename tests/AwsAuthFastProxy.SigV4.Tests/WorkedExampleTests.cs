using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>The published examples, compared at each stage: canonical request, string to sign, signature.</summary>
public class WorkedExampleTests
{
    public static TheoryData<SignedRequestCase> ByHeader => new(s_cases.Where(example => example.Expires is null));

    public static TheoryData<SignedRequestCase> ByQuery => new(s_cases.Where(example => example.Expires is not null));

    private static readonly SignedRequestCase[] s_cases = CaseFile.Read<SignedRequestCase>("requests.json");

    [Theory]
    [MemberData(nameof(ByHeader))]
    public void HeaderSigning_GivesThePublishedStages(SignedRequestCase example)
    {
        using var signer = example.CreateSigner();
        var request = example.CreateRequest();

        var canonicalHash = Sha256(signer.CanonicalRequest(request.ToSign()));
        if (example.CanonicalRequestSha256 is not null)
        {
            Assert.Equal(example.CanonicalRequestSha256, canonicalHash);
        }

        Assert.Equal(
            $"AWS4-HMAC-SHA256\n{SigningTime.FromUnixSeconds(example.UnixSeconds)}\n{example.Scope}\n{canonicalHash}",
            signer.StringToSign(request.ToSign()));
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential={example.AccessKeyId}/{example.Scope},SignedHeaders={example.SignedHeaders},"
                + $"Signature={example.Signature}",
            request.Sign(signer));
    }

    [Theory]
    [MemberData(nameof(ByQuery))]
    public void QuerySigning_GivesThePublishedStages(SignedRequestCase example)
    {
        using var signer = example.CreateSigner();
        var request = example.CreateRequest();

        var query = request.Presign(signer, example.Expires!.Value);

        var signature = "&X-Amz-Signature=" + example.Signature;
        Assert.EndsWith(signature, query, StringComparison.Ordinal);
        var signed = request.ToSign() with { CanonicalQuery = Encoding.ASCII.GetBytes(query[..^signature.Length]) };
        Assert.Equal(example.CanonicalRequestSha256, Sha256(signer.CanonicalRequest(signed)));
        Assert.Contains($"X-Amz-SignedHeaders={example.SignedHeaders}", query, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ByHeader))]
    public void PayloadHash_IsThatOfThePublishedPayload(SignedRequestCase example)
    {
        if (example.Payload is null && example.PayloadHash.StartsWith("STREAMING", StringComparison.Ordinal))
        {
            Assert.Equal(Encoding.ASCII.GetString(PayloadHash.Streaming), example.PayloadHash);
            return;
        }

        var hex = new byte[PayloadHash.HexLength];
        PayloadHash.Write(Encoding.UTF8.GetBytes(example.Payload ?? string.Empty), hex);
        Assert.Equal(example.PayloadHash, Encoding.ASCII.GetString(hex));
    }

    private static string Sha256(string canonicalRequest) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(canonicalRequest)));
}
