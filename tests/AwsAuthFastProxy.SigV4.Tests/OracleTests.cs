using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>
/// Thousands of random requests signed by the product, by AWSSDK and by the naive signer. The product gets one of the raw
/// spellings a client may send, the others get what it means.
/// </summary>
/// <remarks>
/// AWSSDK.Core 4.0.102 differs from the documents (and from S3) in one thing: it sorts parameters before it encodes them.
/// Where that gives another order the naive signer in the SDK's order must agree with the SDK, and in S3's with the product.
/// </remarks>
public class OracleTests
{
    private const int Seed = 20130524;
    private const int Count = 8_000;
    private const int LeastAgreements = 6_000;

    [Fact]
    public void HeaderSigning_AgreesWithTheSdkAndTheNaiveSigner()
    {
        var random = new Random(Seed);
        var agreements = 0;
        for (var i = 0; i < Count; i++)
        {
            var generated = new GeneratedRequest(random);
            using var signer = CreateSigner(generated);
            var time = SigningTime.FromUnixSeconds(generated.Seconds).ToString();
            var payloadHash = Encoding.ASCII.GetString(PayloadHash.EmptySha256);
            List<(string Name, string Value)> fields =
                [("Host", generated.Host), .. generated.Fields, ("x-amz-date", time), ("X-Amz-Content-SHA256", payloadHash)];
            if (generated.SessionToken is not null)
            {
                fields.Add(("X-Amz-Security-Token", generated.SessionToken));
            }

            var request = new OutgoingRequest(generated.Method, generated.RawTarget(), fields, payloadHash, generated.Seconds);

            var authorization = request.Sign(signer);

            string Naive(string query)
            {
                var canonical = NaiveSigner.CanonicalRequest(generated.Method, generated.Path, query, fields, payloadHash);
                var signature = NaiveSigner.Signature(generated.Secret, signer.Scope.ToString(), time, canonical);
                return $"AWS4-HMAC-SHA256 Credential={generated.AccessKeyId}/{signer.Scope},"
                    + $"SignedHeaders={NaiveSigner.SignedHeaders(fields)},Signature={signature}";
            }

            var query = NaiveSigner.CanonicalQuery(generated.Parameters);
            var queryOfSdk = NaiveSigner.CanonicalQueryOfSdk(generated.Parameters);
            Assert.Equal(Naive(query), authorization);
            Assert.Equal(Naive(queryOfSdk), SdkOracle.Authorization(generated).Replace(", ", ",", StringComparison.Ordinal));
            agreements += query == queryOfSdk ? 1 : 0;
        }

        Assert.InRange(agreements, LeastAgreements, Count);
    }

    [Fact]
    public void QuerySigning_AgreesWithTheSdkAndTheNaiveSigner()
    {
        var random = new Random(Seed + 1);
        var agreements = 0;
        for (var i = 0; i < Count; i++)
        {
            var generated = new GeneratedRequest(random);
            using var signer = CreateSigner(generated);
            var expires = random.Next(1, RequestSigner.MaxExpires + 1);
            var time = SigningTime.FromUnixSeconds(generated.Seconds).ToString();
            (string Name, string Value)[] fields = [.. generated.Fields, ("Host", generated.Host)];
            List<(string Name, string? Value)> parameters =
            [
                .. generated.Parameters,
                ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
                ("X-Amz-Credential", $"{generated.AccessKeyId}/{signer.Scope}"),
                ("X-Amz-Date", time),
                ("X-Amz-Expires", $"{expires}"),
                ("X-Amz-SignedHeaders", NaiveSigner.SignedHeaders(fields)),
            ];
            if (generated.SessionToken is not null)
            {
                parameters.Add(("X-Amz-Security-Token", generated.SessionToken));
            }

            var request = new OutgoingRequest(
                generated.Method, generated.RawTarget(), fields, "UNSIGNED-PAYLOAD", generated.Seconds);

            var presigned = request.Presign(signer, expires);

            string Naive(string query)
            {
                var canonical = NaiveSigner.CanonicalRequest(generated.Method, generated.Path, query, fields, "UNSIGNED-PAYLOAD");
                return "X-Amz-Signature=" + NaiveSigner.Signature(generated.Secret, signer.Scope.ToString(), time, canonical);
            }

            var query = NaiveSigner.CanonicalQuery(parameters);
            var queryOfSdk = NaiveSigner.CanonicalQueryOfSdk(parameters);
            Assert.Equal($"{query}&{Naive(query)}", presigned);
            Assert.EndsWith(
                "&" + Naive(queryOfSdk), SdkOracle.Presign(generated, expires).OriginalString, StringComparison.Ordinal);
            agreements += query == queryOfSdk ? 1 : 0;
        }

        Assert.InRange(agreements, LeastAgreements, Count);
    }

    /// <summary>The SDK leaves dot and empty segments to the caller's URI; keys without them must agree.</summary>
    [Fact]
    public void PathOfAnotherService_AgreesWithTheSdk()
    {
        var random = new Random(Seed + 2);
        var agreements = 0;
        for (var i = 0; i < Count; i++)
        {
            var generated = new GeneratedRequest(random);
            var segments = generated.Path.Split('/');
            if (segments.AsSpan(1, segments.Length - 2).Contains(string.Empty) || segments.Contains(".") || segments.Contains("..")
                || NaiveSigner.CanonicalQuery(generated.Parameters) != NaiveSigner.CanonicalQueryOfSdk(generated.Parameters))
            {
                continue;
            }

            using var signer = CreateSigner(generated, "es");
            var payloadHash = Encoding.ASCII.GetString(PayloadHash.EmptySha256);
            List<(string Name, string Value)> fields =
            [
                ("host", generated.Host),
                .. generated.Fields,
                ("x-amz-date", SigningTime.FromUnixSeconds(generated.Seconds).ToString()),
                ("x-amz-content-sha256", payloadHash),
            ];
            if (generated.SessionToken is not null)
            {
                fields.Add(("x-amz-security-token", generated.SessionToken));
            }

            var request = new OutgoingRequest(generated.Method, generated.RawTarget(), fields, payloadHash, generated.Seconds);
            Assert.Equal(
                SdkOracle.Authorization(generated, "es").Replace(", ", ",", StringComparison.Ordinal),
                request.SignForService(signer));
            agreements++;
        }

        Assert.InRange(agreements, Count / 2, Count);
    }

    private static RequestSigner CreateSigner(GeneratedRequest request, string service = "s3")
    {
        var scope = CredentialScope.Create(SigningTime.FromUnixSeconds(request.Seconds), request.Region, service);
        using var key = SigningKey.FromSecret(
            request.AccessKeyId, Encoding.ASCII.GetBytes(request.Secret), scope, request.SessionToken);
        return new RequestSigner(key);
    }
}
