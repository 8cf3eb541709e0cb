using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>What S3 clients do, through the proxy, against an origin that verifies: objects, ranges, conditions, listings, uploads.</summary>
public class S3OperationTests
{
    public static TheoryData<string> OddKeys =>
    [
        "a b", "a+b", "a%2Fb", "a%b", "100%", "~*'()!", "ä/ö", "日本", "a//b", "./a", "../a", "a/../b", "a&b=c?d#e", "=", ":@[]{}|\\^`\"<>", " lead", "trail ",
        ".", "..", "a\tb",
    ];

    [Theory]
    [MemberData(nameof(OddKeys))]
    public void OddKey_IsFetchedByteForByte(string key)
    {
        foreach (BucketStyle style in new[] { BucketStyle.VirtualHost, BucketStyle.Path })
        {
            using var rig = new S3Rig(Models.Of(Models.Bucket(style: style), static route => route));
            rig.Store.Put("photos", key, System.Text.Encoding.UTF8.GetBytes($"content of {key}"));
            string heard = rig.Ask($"GET /{Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal)}");
            rig.AssertAccepted(heard);
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", heard, StringComparison.Ordinal);
            Assert.EndsWith($"content of {key}", System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(heard)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void HeadRangeAndConditions()
    {
        using var rig = Rig();
        rig.Store.Put("photos", "a", "hello"u8.ToArray());
        string etag = rig.Store.Get("photos", "a")!.ETag;

        string head = rig.Ask("HEAD /a");
        Assert.Contains("\r\nContent-Length: 5\r\n", head, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
        string range = rig.Ask("GET /a", "Range: bytes=1-3");
        Assert.StartsWith("HTTP/1.1 206 ", range, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nell", range, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 304 ", rig.Ask("GET /a", $"If-None-Match: {etag}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 412 ", rig.Ask("GET /a", "If-Match: \"x\""), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", rig.Ask("GET /missing"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 416 ", rig.Ask("GET /a", "Range: bytes=9-"), StringComparison.Ordinal);
        Assert.All(rig.Requests, static request => Assert.True(request.Verdict.Accepted));
        Assert.Equal(1, rig.Proxy.Counters.Dials);
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void Listing()
    {
        using var rig = Rig();
        foreach (string key in new[] { "a/1", "a/2", "b c/1", "d" })
        {
            rig.Store.Put("photos", key, "x"u8.ToArray());
        }

        string heard = rig.Ask("GET /?list-type=2&prefix=b+c/&delimiter=/");

        rig.AssertAccepted(heard);
        Assert.Contains("<Key>b c/1</Key>", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("a/1", heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Expect: 100-continue\r\n")]
    [InlineData("x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\n")]
    [InlineData("x-amz-meta-owner: me\r\nContent-Type: text/plain\r\nContent-MD5: XUFAKrxLKna5cZ2REBfFkg==\r\n")]
    public void PutThenGetThenDelete(string fields)
    {
        using var rig = Rig();
        WireEnd client = rig.Proxy.Send($"PUT /new%20key HTTP/1.1\r\nHost: h\r\n{fields}Content-Length: 5\r\n\r\n");
        client.Send("hello");
        rig.Proxy.Run();
        string put = client.Take();
        rig.AssertAccepted(put);
        Assert.Contains("HTTP/1.1 200 OK\r\n", put, StringComparison.Ordinal);
        Assert.Equal("hello", System.Text.Encoding.ASCII.GetString(rig.Store.Get("photos", "new key")!.Content.Span));

        client.Send("GET /new%20key HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Proxy.Run();
        Assert.EndsWith("hello", client.Take(), StringComparison.Ordinal);
        client.Send("DELETE /new%20key HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Proxy.Run();

        Assert.StartsWith("HTTP/1.1 204 ", client.Take(), StringComparison.Ordinal);
        Assert.Null(rig.Store.Get("photos", "new key"));
        client.Close();
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void BodyThatIsNotWhatTheClientVouchedFor_IsRefusedByS3()
    {
        using var rig = Rig();
        WireEnd client = rig.Proxy.Send(
            "PUT /o HTTP/1.1\r\nHost: h\r\nx-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\nContent-Length: 5\r\n\r\nhallo");

        Assert.StartsWith("HTTP/1.1 400 ", client.Received, StringComparison.Ordinal);
        Assert.Null(rig.Store.Get("photos", "o"));
    }

    private static S3Rig Rig() => new(Models.Named("signed"));
}
