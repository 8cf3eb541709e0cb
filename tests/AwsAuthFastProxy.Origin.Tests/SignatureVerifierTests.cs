using System.Globalization;

namespace AwsAuthFastProxy.Origin.Tests;

public class SignatureVerifierTests
{
    private readonly OriginRig _rig = new();

    public SignatureVerifierTests() => _rig.Store.Put(OriginRig.Bucket, "key", "value"u8.ToArray());

    [Fact]
    public async Task RightSignature_IsServed()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest());

        Assert.Equal(200, response.Status);
        Assert.Equal("value", response.Text);
        Assert.Equal(SignatureForm.Header, _rig.Received[0].Verdict.Form);
    }

    [Fact]
    public async Task WrongSecret_ShowsWhatWasComputed()
    {
        var request = new SignedRequest { SecretKey = "wrong" };

        WireResponse response = await _rig.SendAsync(request);

        Assert.Equal(403, response.Status);
        Assert.Equal("SignatureDoesNotMatch", response.Code);
        Assert.Equal(OriginRig.AccessKey, response.Element("AWSAccessKeyId"));
        Assert.Equal(request.Signature, response.Element("SignatureProvided"));
        const string Canonical = "GET\n/examplebucket/key\n\nhost:s3.amazonaws.com\nx-amz-content-sha256:UNSIGNED-PAYLOAD\n"
            + "x-amz-date:20130524T000000Z\n\nhost;x-amz-content-sha256;x-amz-date\nUNSIGNED-PAYLOAD";
        Assert.Equal(Canonical, response.Element("CanonicalRequest"));
        Assert.StartsWith("47 45 54 0a 2f", response.Element("CanonicalRequestBytes"), StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n", response.Element("StringToSign"), StringComparison.Ordinal);
        Assert.StartsWith("41 57 53 34", response.Element("StringToSignBytes"), StringComparison.Ordinal);
        Assert.Equal(Canonical, _rig.Received[0].Verdict.CanonicalRequest);
    }

    [Theory]
    [InlineData(900, true)]
    [InlineData(-900, true)]
    [InlineData(901, false)]
    [InlineData(-901, false)]
    public async Task ClockOff_IsAllowedFifteenMinutes(int seconds, bool served)
    {
        _rig.Clock.Advance(TimeSpan.FromSeconds(seconds));

        WireResponse response = await _rig.SendAsync(new SignedRequest());

        Assert.Equal(served ? 200 : 403, response.Status);
        if (!served)
        {
            Assert.Equal("RequestTimeTooSkewed", response.Code);
            Assert.Equal("20130524T000000Z", response.Element("RequestTime"));
            Assert.Equal(_rig.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), response.Element("ServerTime"));
            Assert.Equal("900000", response.Element("MaxAllowedSkewMilliseconds"));
        }
    }

    [Theory]
    [InlineData("date")]
    [InlineData("region")]
    [InlineData("service")]
    [InlineData("terminator")]
    public async Task WrongScope_IsMalformed(string part)
    {
        var request = new SignedRequest();
        switch (part)
        {
            case "date": request.ScopeDate = "20130523"; break;
            case "region": request.Region = "eu-west-1"; break;
            case "service": request.Service = "ec2"; break;
            default: request.Terminator = "aws5_request"; break;
        }

        WireResponse response = await _rig.SendAsync(request);

        Assert.Equal(400, response.Status);
        Assert.Equal("AuthorizationHeaderMalformed", response.Code);
        Assert.Equal(part == "region" ? "us-east-1" : null, response.Element("Region"));
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws4_request,Signature=0", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0,Signature=1", "AuthorizationHeaderMalformed")]
    [InlineData("AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=", "InvalidRequest")]
    [InlineData("Basic dTpw", "InvalidArgument")]
    public async Task UnreadableAuthorization_Is400(string value, string code)
    {
        WireResponse response = await _rig.SendAsync("GET", "key", "Authorization: " + value, "x-amz-date: 20130524T000000Z", "x-amz-content-sha256: UNSIGNED-PAYLOAD");

        Assert.Equal(400, response.Status);
        Assert.Equal(code, response.Code);
    }

    [Fact]
    public async Task UnknownAccessKey_IsInvalidAccessKeyId()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { AccessKey = "AKIDOTHER" });

        Assert.Equal(403, response.Status);
        Assert.Equal("InvalidAccessKeyId", response.Code);
        Assert.Equal("AKIDOTHER", response.Element("AWSAccessKeyId"));
    }

    [Fact]
    public async Task NoSignature_IsAccessDenied()
    {
        WireResponse response = await _rig.SendAsync("GET", "key");

        Assert.Equal(403, response.Status);
        Assert.Equal("AccessDenied", response.Code);
        Assert.Equal(SignatureForm.None, _rig.Received[0].Verdict.Form);
    }

    [Fact]
    public async Task TwoAuthorizations_AreRefused()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { Unsigned = { "Authorization: AWS4-HMAC-SHA256 x" } });

        Assert.Equal(400, response.Status);
        Assert.StartsWith("Only one auth mechanism allowed", response.Element("Message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Amz-Signature=00")]
    [InlineData("x-amz-credential=00")]
    [InlineData("AWSAccessKeyId=a&Expires=1&Signature=b")]
    public async Task HeaderAndQueryTogether_AreRefused(string query)
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { Query = query });

        Assert.Equal(400, response.Status);
        Assert.StartsWith("Only one auth mechanism allowed", response.Element("Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoContentHash_IsMissingSecurityHeader()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { PayloadHash = null });

        Assert.Equal(400, response.Status);
        Assert.Equal("MissingSecurityHeader", response.Code);
        Assert.Equal("x-amz-content-sha256", response.Element("MissingHeaderName"));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-EVENTS")]
    public async Task ContentHashOfNoKnownForm_IsInvalidArgument(string hash)
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { PayloadHash = hash });

        Assert.Equal(400, response.Status);
        Assert.Equal("InvalidArgument", response.Code);
    }

    [Theory]
    [InlineData("x-amz-meta-a: 1", "x-amz-meta-a")]
    [InlineData("X-Amz-ACL: public-read", "x-amz-acl")]
    public async Task AmzHeaderNotSigned_IsAccessDenied(string line, string name)
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { Unsigned = { line } });

        Assert.Equal(403, response.Status);
        Assert.Equal("There were headers present in the request which were not signed", response.Element("Message"));
        Assert.Equal(name, response.Element("HeadersNotSigned"));
    }

    [Fact]
    public async Task HostNotSigned_IsAccessDenied()
    {
        WireResponse response = await _rig.SendAsync(
            "GET",
            "key",
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=x-amz-content-sha256;x-amz-date,Signature=00",
            "x-amz-date: 20130524T000000Z",
            "x-amz-content-sha256: UNSIGNED-PAYLOAD");

        Assert.Equal(403, response.Status);
        Assert.Equal("host", response.Element("HeadersNotSigned"));
    }

    [Fact]
    public async Task DateHeaderAlone_IsTheTime()
    {
        var request = new SignedRequest();
        string wire = System.Text.Encoding.Latin1.GetString(request.ToWire());

        Assert.Equal("AccessDenied", (await _rig.SendAsync(wire.Replace("x-amz-date: 20130524T000000Z\r\n", "", StringComparison.Ordinal))).Code);

        // With a valid Date it gets further: the signed x-amz-date is now missing from the canonical request.
        WireResponse response = await _rig.SendAsync(
            wire.Replace("x-amz-date: 20130524T000000Z", "Date: Fri, 24 May 2013 00:00:00 GMT", StringComparison.Ordinal));
        Assert.Equal("SignatureDoesNotMatch", response.Code);
        Assert.StartsWith("AWS4-HMAC-SHA256\n20130524T000000Z\n", response.Element("StringToSign"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", null, 200)]
    [InlineData("other", "InvalidToken", 400)]
    [InlineData(null, "InvalidToken", 400)]
    public async Task TemporaryCredential_NeedsItsToken(string? token, string? code, int status)
    {
        var rig = new OriginRig(credential: new OriginCredential(OriginRig.AccessKey, OriginRig.SecretKey, "token"));
        rig.Store.Put(OriginRig.Bucket, "key", "value"u8.ToArray());
        var request = new SignedRequest();
        if (token is not null)
        {
            request.Signed.Add(("x-amz-security-token", token));
        }

        WireResponse response = await rig.SendAsync(request);

        Assert.Equal(status, response.Status);
        Assert.Equal(code, rig.Received[0].Verdict.ErrorCode);
    }

    [Fact]
    public async Task TemporaryCredentialThatEnded_IsExpiredToken()
    {
        var rig = new OriginRig(credential: new OriginCredential(
            OriginRig.AccessKey, OriginRig.SecretKey, "token", new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero)));

        WireResponse response = await rig.SendAsync(new SignedRequest { Signed = { ("x-amz-security-token", "token") } });

        Assert.Equal("ExpiredToken", response.Code);
    }

    [Fact]
    public async Task TokenForAPermanentCredential_IsInvalidToken()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { Signed = { ("x-amz-security-token", "token") } });

        Assert.Equal("InvalidToken", response.Code);
    }
}
