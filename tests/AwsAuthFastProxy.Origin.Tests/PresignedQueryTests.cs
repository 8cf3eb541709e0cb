namespace AwsAuthFastProxy.Origin.Tests;

public class PresignedQueryTests
{
    private const string Signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

    private readonly OriginRig _rig = new();

    private string _query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=" + Signature;

    public PresignedQueryTests() => _rig.Store.Put(OriginRig.Bucket, "test.txt", "value"u8.ToArray());

    [Fact]
    public async Task LastSecondOfItsLife_IsServed()
    {
        _rig.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(200, (await SendAsync()).Status);
        Assert.Equal(SignatureForm.Query, _rig.Received[0].Verdict.Form);
    }

    [Fact]
    public async Task AfterItsLife_HasExpired()
    {
        _rig.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));

        WireResponse response = await SendAsync();

        Assert.Equal(403, response.Status);
        Assert.Equal("AccessDenied", response.Code);
        Assert.Equal("Request has expired", response.Element("Message"));
        Assert.Equal("86400", response.Element("X-Amz-Expires"));
        Assert.Equal("2013-05-25T00:00:00Z", response.Element("Expires"));
    }

    [Fact]
    public async Task LongBeforeItsTime_IsNotValidYet()
    {
        _rig.Clock.Advance(TimeSpan.FromMinutes(-16));

        Assert.Equal("Request is not valid yet", (await SendAsync()).Element("Message"));
    }

    [Theory]
    [InlineData("Expires=86400", "Expires=604801")]
    [InlineData("Expires=86400", "Expires=-1")]
    [InlineData("Expires=86400", "Expires=soon")]
    [InlineData("X-Amz-Expires=86400&", "")]
    [InlineData("X-Amz-Expires", "x-amz-expires")]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256&", "")]
    [InlineData("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512")]
    [InlineData("20130524T000000Z", "2013-05-24T00:00:00Z")]
    [InlineData("%2F20130524%2F", "%2F20130523%2F")]
    [InlineData("us-east-1", "eu-west-1")]
    [InlineData("%2Fs3%2F", "%2Fec2%2F")]
    [InlineData("aws4_request", "aws5_request")]
    [InlineData("%2Faws4_request", "")]
    [InlineData("X-Amz-Signature=", "X-Amz-Signature=00&X-Amz-Signature=")]
    public async Task ParameterWrong_Is400(string right, string wrong)
    {
        _query = _query.Replace(right, wrong, StringComparison.Ordinal);

        WireResponse response = await SendAsync();

        Assert.Equal(400, response.Status);
        Assert.Equal("AuthorizationQueryParametersError", response.Code);
    }

    [Theory]
    [InlineData("Expires=86400", "Expires=86399")]
    [InlineData(Signature, "AEEED9BBCCD4D02EE5C0109B86D86835F995330DA4C265957D157751F604D404")]
    [InlineData("&X-Amz-Signature", "&response-content-type=text%2Fhtml&X-Amz-Signature")]
    public async Task SignedPartChanged_DoesNotMatch(string right, string wrong)
    {
        _query = _query.Replace(right, wrong, StringComparison.Ordinal);

        Assert.Equal("SignatureDoesNotMatch", (await SendAsync()).Code);
    }

    [Fact]
    public async Task AmzHeaderAdded_IsAccessDenied() =>
        Assert.Equal("x-amz-acl", (await SendAsync("x-amz-acl: public-read\r\n")).Element("HeadersNotSigned"));

    [Fact]
    public async Task OldQueryAuthentication_IsNotSupported()
    {
        _query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1369440000&Signature=x";

        Assert.Equal("InvalidRequest", (await SendAsync()).Code);
    }

    private Task<WireResponse> SendAsync(string fields = "") =>
        _rig.SendAsync($"GET /test.txt?{_query} HTTP/1.1\r\nHost: examplebucket.s3.amazonaws.com\r\n{fields}\r\n");
}
