using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>Routes that sign in the query, against an origin that verifies.</summary>
public class QuerySigningTests
{
    public static TheoryData<string> OddKeys => S3OperationTests.OddKeys;

    [Theory]
    [MemberData(nameof(OddKeys))]
    public void OddKey_IsFetchedByteForByte(string key)
    {
        using S3Rig rig = Rig();
        rig.Store.Put("photos", key, "content"u8.ToArray());

        string heard = rig.Ask($"GET /{Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal)}");

        rig.AssertAccepted(heard, SignatureForm.Query);
        Assert.EndsWith("\r\n\r\ncontent", heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /?list-type=2&prefix=a%20b/&delimiter=/")]
    [InlineData("GET /?X-Amz-Algorithm=x&list-type=2&Zebra=1&A=2")]
    [InlineData("HEAD /a")]
    [InlineData("GET /a?response-content-type=text/plain")]
    public void QueryOfTheClient_StandsBesideTheSignature(string requestLine)
    {
        using S3Rig rig = Rig();
        rig.Store.Put("photos", "a", "hello"u8.ToArray());

        string heard = rig.Ask(requestLine, "Range: bytes=0-1", "x-amz-meta-b: 2", "x-amz-meta-a:  1   x");

        rig.AssertAccepted(heard, SignatureForm.Query);
        Assert.DoesNotContain("x-amz-date", rig.Requests[^1].Headers.Select(static line => line.Key.ToLowerInvariant()));
        Assert.Null(rig.Requests[^1].Header("Authorization"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\n")]
    public void Put_IsAccepted(string field)
    {
        using S3Rig rig = Rig();
        WireEnd client = rig.Proxy.Send($"PUT /a HTTP/1.1\r\nHost: h\r\n{field}Content-Length: 5\r\n\r\nhello");

        rig.AssertAccepted(client.Received, SignatureForm.Query);
        Assert.Equal("hello", System.Text.Encoding.ASCII.GetString(rig.Store.Get("photos", "a")!.Content.Span));
    }

    [Fact]
    public void SessionToken_StandsInTheQuery()
    {
        CredentialSource temporary = new SecretCredentials("edge", Models.AccessKey, Models.Secret, "a+token/with=odd&letters");
        using var rig = new S3Rig(Model(Models.Bucket(credentials: temporary)), sessionToken: "a+token/with=odd&letters");
        rig.Store.Put("photos", "a", "hello"u8.ToArray());

        rig.AssertAccepted(rig.Ask("GET /a"), SignatureForm.Query);
        Assert.Contains("X-Amz-Security-Token=a%2Btoken%2Fwith%3Dodd%26letters", rig.Requests[^1].Target, StringComparison.Ordinal);
        Assert.Null(rig.Requests[^1].Header("x-amz-security-token"));
        Assert.DoesNotContain(rig.Proxy.Log.Lines, static line => line.Text.Contains("odd", StringComparison.Ordinal));
    }

    [Fact]
    public void HeadThatOnlyFitsALargeBlock_IsSignedAllTheSame()
    {
        using S3Rig rig = Rig();
        rig.Store.Put("photos", "a", "hello"u8.ToArray());
        string[] fields = [.. Enumerable.Range(0, 15).Select(static i => $"x-amz-meta-{i}: {new string('v', 1000)}")];

        rig.AssertAccepted(rig.Ask($"GET /a?prefix={new string('p', 600)}", fields), SignatureForm.Query);
        rig.Proxy.AssertNothingLeaks();
    }

    private static S3Rig Rig() => new(Model(Models.Bucket()));

    private static ProxyModel Model(UpstreamModel upstream) => Models.Of(
        upstream, static route => route with { Signing = SigningForm.Query, Methods = MethodSet.All, Operations = Operations.All });
}
