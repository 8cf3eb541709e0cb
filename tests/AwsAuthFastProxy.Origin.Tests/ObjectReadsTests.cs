using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

public class ObjectReadsTests
{
    private const string ETag = "\"781e5e245d69b566979b86e28d23f2c7\"";
    private const string Earlier = "Thu, 23 May 2013 23:59:59 GMT";
    private const string Same = "Fri, 24 May 2013 00:00:00 GMT";
    private const string Later = "Fri, 24 May 2013 00:00:01 GMT";

    private readonly OriginRig _rig = new(allowAnonymous: true);

    public ObjectReadsTests()
    {
        _rig.Store.Put(OriginRig.Bucket, "digits", "0123456789"u8.ToArray(), "text/plain");
        _rig.Store.Put(OriginRig.Bucket, "empty", ReadOnlyMemory<byte>.Empty);
    }

    [Fact]
    public async Task WholeObject_CarriesTheHeadersOfS3()
    {
        WireResponse response = await _rig.SendAsync("GET", "digits");

        Assert.Equal(200, response.Status);
        Assert.Equal("0123456789", response.Text);
        Assert.Equal(ETag, response.Header("ETag"));
        Assert.Equal("text/plain", response.Header("Content-Type"));
        Assert.Equal(Same, response.Header("Last-Modified"));
        Assert.Equal(Same, response.Header("Date"));
        Assert.Equal("bytes", response.Header("Accept-Ranges"));
        Assert.Equal("AmazonS3", response.Header("Server"));
        Assert.Equal(16, response.Header("x-amz-request-id")!.Length);
        Assert.NotNull(response.Header("x-amz-id-2"));
        Assert.Null(response.Header("Connection"));
    }

    [Fact]
    public async Task Head_HasTheLengthAndNoContent()
    {
        WireResponse response = await _rig.SendAsync("HEAD", "digits");

        Assert.Equal("10", response.Header("Content-Length"));
        Assert.Empty(response.Content);
    }

    [Fact]
    public async Task HeadOfAMissingKey_Is404WithoutContent()
    {
        WireResponse response = await _rig.SendAsync("HEAD", "missing");

        Assert.Equal(404, response.Status);
        Assert.Empty(response.Content);
    }

    [Theory]
    [InlineData("bytes=0-0", 206, "0", "bytes 0-0/10")]
    [InlineData("bytes=2-5", 206, "2345", "bytes 2-5/10")]
    [InlineData("bytes=7-", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=7-99999999999999999999999", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-30", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=0-1,4-5", 200, "0123456789", null)]
    [InlineData("bytes=5-2", 200, "0123456789", null)]
    [InlineData("bytes=-", 200, "0123456789", null)]
    [InlineData("bytes=a-b", 200, "0123456789", null)]
    [InlineData("lines=0-1", 200, "0123456789", null)]
    public async Task Range_IsSingleOrIgnored(string range, int status, string content, string? contentRange)
    {
        WireResponse response = await _rig.SendAsync("GET", "digits", "Range: " + range);

        Assert.Equal(status, response.Status);
        Assert.Equal(content, response.Text);
        Assert.Equal(contentRange, response.Header("Content-Range"));
    }

    [Theory]
    [InlineData("digits", "bytes=10-", "bytes */10")]
    [InlineData("digits", "bytes=99999999999999999999999-", "bytes */10")]
    [InlineData("digits", "bytes=-0", "bytes */10")]
    [InlineData("empty", "bytes=0-", "bytes */0")]
    [InlineData("empty", "bytes=-1", "bytes */0")]
    public async Task RangeBehindTheEnd_Is416(string key, string range, string contentRange)
    {
        WireResponse response = await _rig.SendAsync("GET", key, "Range: " + range);

        Assert.Equal(416, response.Status);
        Assert.Equal("InvalidRange", response.Code);
        Assert.Equal(range, response.Element("RangeRequested"));
        Assert.Equal(contentRange, response.Header("Content-Range"));
    }

    [Theory]
    [InlineData(200, "If-Match: " + ETag)]
    [InlineData(200, "If-Match: \"x\", " + ETag)]
    [InlineData(200, "If-Match: *")]
    [InlineData(200, "If-Match: 781e5e245d69b566979b86e28d23f2c7")]
    [InlineData(412, "If-Match: \"x\"")]
    [InlineData(412, "If-Match: W/" + ETag)]
    [InlineData(304, "If-None-Match: " + ETag)]
    [InlineData(304, "If-None-Match: W/" + ETag)]
    [InlineData(304, "If-None-Match: *")]
    [InlineData(200, "If-None-Match: \"x\"")]
    [InlineData(304, "If-Modified-Since: " + Same)]
    [InlineData(304, "If-Modified-Since: Friday, 24-May-13 00:00:00 GMT")]
    [InlineData(304, "If-Modified-Since: Fri May 24 00:00:00 2013")]
    [InlineData(200, "If-Modified-Since: " + Earlier)]
    [InlineData(200, "If-Modified-Since: yesterday")]
    [InlineData(200, "If-Unmodified-Since: " + Same)]
    [InlineData(412, "If-Unmodified-Since: " + Earlier)]
    [InlineData(200, "If-Match: " + ETag, "If-Unmodified-Since: " + Earlier)]
    [InlineData(200, "If-None-Match: \"x\"", "If-Modified-Since: " + Later)]
    [InlineData(304, "If-None-Match: " + ETag, "If-Modified-Since: " + Earlier)]
    [InlineData(412, "If-Match: \"x\"", "If-None-Match: " + ETag)]
    [InlineData(304, "If-None-Match: " + ETag, "Range: bytes=0-1")]
    [InlineData(206, "If-Range: " + ETag, "Range: bytes=0-1")]
    [InlineData(206, "If-Range: " + Same, "Range: bytes=0-1")]
    [InlineData(200, "If-Range: \"x\"", "Range: bytes=0-1")]
    [InlineData(200, "If-Range: W/" + ETag, "Range: bytes=0-1")]
    [InlineData(200, "If-Range: " + Later, "Range: bytes=0-1")]
    public async Task Conditions_FollowTheirPrecedence(int status, params string[] fields)
    {
        WireResponse response = await _rig.SendAsync("GET", "digits", fields);

        Assert.Equal(status, response.Status);
        if (status == 304)
        {
            Assert.Equal(ETag, response.Header("ETag"));
            Assert.Null(response.Header("Content-Length"));
        }
    }

    [Fact]
    public async Task OverridesOfAnAnonymousRequest_AreRefused()
    {
        WireResponse response = await _rig.SendAsync("GET", "digits?response-content-type=text/html");

        Assert.Equal(400, response.Status);
        Assert.Equal("InvalidRequest", response.Code);
    }

    [Fact]
    public async Task OverridesOfASignedRequest_AreTaken()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest
        {
            Path = "/examplebucket/digits",
            Query = "response-cache-control=no-store&response-content-type=text%2Fhtml",
        });

        Assert.Equal("text/html", response.Header("Content-Type"));
        Assert.Equal("no-store", response.Header("Cache-Control"));
    }

    [Fact]
    public async Task OverrideWithALineEnd_SplitsNoResponse()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest
        {
            Path = "/examplebucket/digits",
            Query = "response-content-type=a%0D%0ASet-Cookie%3A%20b",
        });

        Assert.Equal(400, response.Status);
        Assert.Null(response.Header("Set-Cookie"));
    }

    [Theory]
    [InlineData("GET /examplebucket/missing", 404, "NoSuchKey")]
    [InlineData("GET /missing/key", 404, "NoSuchBucket")]
    [InlineData("GET /missing", 404, "NoSuchBucket")]
    [InlineData("DELETE /missing/key", 404, "NoSuchBucket")]
    [InlineData("POST /examplebucket/key", 405, "MethodNotAllowed")]
    [InlineData("FOO /examplebucket", 405, "MethodNotAllowed")]
    [InlineData("DELETE /", 405, "MethodNotAllowed")]
    [InlineData("GET /examplebucket?acl", 501, "NotImplemented")]
    [InlineData("PUT /UPPER", 400, "InvalidBucketName")]
    [InlineData("DELETE /examplebucket", 409, "BucketNotEmpty")]
    public async Task WhatIsNotThere_IsAnsweredInXml(string line, int status, string code)
    {
        WireResponse response = await _rig.SendAsync($"{line} HTTP/1.1\r\nHost: s3.amazonaws.com\r\n\r\n");

        Assert.Equal(status, response.Status);
        Assert.Equal(code, response.Code);
        Assert.Equal("application/xml", response.Header("Content-Type"));
        Assert.Equal(response.Header("x-amz-request-id"), response.Element("RequestId"));
        Assert.Equal(response.Header("x-amz-id-2"), response.Element("HostId"));
        Assert.Equal(status == 405, response.Header("Allow") is not null);
    }

    [Fact]
    public async Task MissingKeyWithMarkup_IsEscaped()
    {
        WireResponse response = await _rig.SendAsync("GET", "%3Ca%26b%3E%0D%22");

        Assert.Equal("<a&b>\r\"", response.Element("Key"));
    }

    [Fact]
    public async Task StoredOctets_AreNotTheCallersArray()
    {
        byte[] content = Encoding.ASCII.GetBytes("before");
        _rig.Store.Put(OriginRig.Bucket, "own", content);
        content[0] = (byte)'X';

        Assert.Equal("before", (await _rig.SendAsync("GET", "own")).Text);
    }
}
