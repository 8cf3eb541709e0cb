using System.Globalization;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Healing;

/// <summary>An upstream that names another region than the configured one.</summary>
public class RegionTests
{
    [Theory]
    [InlineData("GET", SigningForm.Header)]
    [InlineData("DELETE", SigningForm.Header)]
    [InlineData("GET", SigningForm.Query)]
    public void RightRegion_IsLearnedSaidOnceAndKept(string method, SigningForm form)
    {
        using S3Rig rig = Rig(form: form);
        rig.Store.Put("photos", "a b", "hello"u8.ToArray());

        string heard = rig.Ask($"{method} /a%20b?x-id=1", "Range: bytes=0-3", "x-amz-meta-a: 1  2");
        Assert.Equal(2, rig.Requests.Count);
        rig.AssertAccepted(heard, form == SigningForm.Header ? SignatureForm.Header : SignatureForm.Query);
        Assert.StartsWith("HTTP/1.1 20", heard, StringComparison.Ordinal);
        Assert.Equal("bytes=0-3", rig.Requests[^1].Header("Range"));

        rig.AssertAccepted(rig.Ask("GET /a"), form == SigningForm.Header ? SignatureForm.Header : SignatureForm.Query);
        Assert.Equal(3, rig.Requests.Count);
        string said = Assert.Single(rig.Proxy.Log.Loud);
        Assert.Contains("bucket photos is in region eu-west-1", said, StringComparison.Ordinal);
        Assert.Equal(1, rig.Proxy.Counters.SignedAnew);
        Assert.Equal(1, rig.Proxy.Counters.Dials);
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void HeadOfOddKeyWithToken_IsSignedAnewWithAllThatItHad()
    {
        CredentialSource temporary = new SecretCredentials("edge", Models.AccessKey, Models.Secret, Models.Token);
        using S3Rig rig = Rig(temporary, token: Models.Token);
        rig.Store.Put("photos", "*'()+ä", "hello"u8.ToArray());

        rig.AssertAccepted(rig.Ask("GET /%2A'()%2B%C3%A4?response-content-type=a/b"));
        Assert.Equal(Models.Token, rig.Requests[^1].Header("x-amz-security-token"));
        Assert.DoesNotContain(rig.Proxy.Log.Lines, static line => line.Text.Contains(Models.Token, StringComparison.Ordinal));
    }

    [Fact]
    public void BodyThatIsGone_503AndTheNextIsRight()
    {
        using S3Rig rig = Rig();
        WireEnd client = rig.Proxy.Send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        Refusals.AssertIs(503, "signed-anew", client.Received);
        client.Close();

        client = rig.Proxy.Send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        rig.AssertAccepted(client.Received);
        Assert.NotNull(rig.Store.Get("photos", "a"));
        client.Close();
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void BodyThatWaitsForContinue_IsSentToTheRightRegion()
    {
        using S3Rig rig = Rig();
        WireEnd client = rig.Proxy.Send("PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", client.Take());
        client.Send("hello");
        rig.Proxy.Run();

        rig.AssertAccepted(client.Received);
        Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
        client.Close();
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void DayKeysOnly_NoKeyForTheRegionIsSaidOnce()
    {
        using S3Rig rig = Rig(Models.DayKeys("20261122"));

        Refusals.AssertIs(502, "scope-refused", rig.Ask("GET /a"));
        Refusals.AssertIs(502, "scope-refused", rig.Ask("GET /a"));
        Assert.Single(rig.Proxy.Log.Loud, static line => line.Contains("bucket photos is in region eu-west-1, and there is no key", StringComparison.Ordinal));
        Assert.Equal(2, rig.Requests.Count);
    }

    [Fact]
    public void BucketsOfOneUpstream_HaveEachTheirRegion()
    {
        using var rig = new ProxyRig(Aws(BucketSource.FromPath, BucketStyle.VirtualHost));
        EchoOrigin origin = Regional(rig, ("cold-one", "eu-north-1"), ("warm", "ap-south-1"), ("home", "us-east-1"));

        string Host(string bucket)
        {
            rig.Send($"GET /{bucket}/k HTTP/1.1\r\nHost: h\r\n\r\n").Close();
            return Line(origin.Requests[^1], "Host");
        }

        for (int round = 0; round < 2; round++)
        {
            Assert.Equal("cold-one.s3.eu-north-1.amazonaws.com", Host("cold-one"));
            Assert.Equal("warm.s3.ap-south-1.amazonaws.com", Host("warm"));
            Assert.Equal("home.s3.us-east-1.amazonaws.com", Host("home"));
        }

        Assert.Equal(8, origin.Requests.Count);
        Assert.Equal(2, rig.Counters.SignedAnew);
        Assert.Equal(2, rig.Log.Loud.Count());
        Assert.Contains("/eu-north-1/s3/aws4_request", origin.Requests[1], StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(BucketStyle.Path, "HEAD", "s3.eu-north-1.amazonaws.com")]
    [InlineData(BucketStyle.VirtualHost, "HEAD", "photos.s3.eu-north-1.amazonaws.com")]
    [InlineData(BucketStyle.VirtualHost, "GET", "photos.s3.eu-north-1.amazonaws.com")]
    public void PermanentRedirect_GoesToTheRegionsEndpoint(BucketStyle style, string method, string host)
    {
        using var rig = new ProxyRig(Aws(BucketSource.Fixed, style));
        EchoOrigin origin = Regional(rig, ("photos", "eu-north-1"));

        string heard = rig.Send($"{method} /k HTTP/1.1\r\nHost: h\r\n\r\n").Received;

        Assert.StartsWith("HTTP/1.1 200 ", heard, StringComparison.Ordinal);
        Assert.Equal(host, Line(origin.Requests[^1], "Host"));
        Assert.Equal(2, origin.Requests.Count);
    }

    [Theory]
    [InlineData("<Endpoint>evil.example</Endpoint>", "")]
    [InlineData("<Endpoint>evil.example</Endpoint><Region>evil.example/</Region>", "")]
    [InlineData("<Endpoint>evil.example</Endpoint>", "x-amz-bucket-region: a@evil.example\r\n")]
    [InlineData("<Region>us-east-1</Region>", "Location: http://evil.example/\r\n")]
    [InlineData("<Region>cn-north-1</Region>", "", 2)]
    public void WhatAnAnswerNames_IsNeverDialled(string details, string fields, int requests = 1)
    {
        using var rig = new ProxyRig(Aws(BucketSource.Fixed, BucketStyle.Path));
        var looked = new List<string>();
        string body = $"<Error><Code>PermanentRedirect</Code>{details}</Error>";
        var origin = new EchoOrigin(rig) { Answer = _ => $"HTTP/1.1 301 Moved\r\n{fields}Content-Length: {body.Length}\r\n\r\n{body}" };

        Refusals.AssertIs(502, "scope-refused", rig.Send("GET /k HTTP/1.1\r\nHost: h\r\n\r\n").Received);
        Assert.Equal(requests, origin.Requests.Count);
        Assert.All(origin.Requests, static request => Assert.Equal("s3.us-east-1.amazonaws.com", Line(request, "Host")));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RedirectOfAnotherKind_IsPassedOn()
    {
        using var rig = new ProxyRig(Models.Named("read"));
        _ = new EchoOrigin(rig) { Answer = static _ => "HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nhi" };

        string heard = rig.Send("GET /k HTTP/1.1\r\nHost: h\r\n\r\n").Received;

        Assert.StartsWith("HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\n", heard, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhi", heard, StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_WhileTheRefusalComes_IsAnsweredWithoutTheOldSnapshot()
    {
        using var rig = new ProxyRig(Aws(BucketSource.Fixed, BucketStyle.Path));
        string body = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-north-1</Region></Error>";
        WireEnd client = rig.Send("GET /k HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send($"HTTP/1.1 400 Bad\r\nContent-Length: {body.Length}\r\n\r\n");
        rig.Run();
        rig.Shard.Apply(new Snapshot(Models.Named("read"), workers: 1));
        rig.Origin.Send(body);
        rig.Run();

        Refusals.AssertIs(502, "scope-refused", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Table_IsBounded()
    {
        var upstream = new Upstream(Models.Bucket(BucketSource.FromPath, BucketStyle.Path), 0);
        for (int i = 0; i < RegionTable.Capacity + 10; i++)
        {
            Upstream region = upstream.Regions.InRegion($"r-{i % 8}")!;
            Assert.True(upstream.Regions.Learn(System.Text.Encoding.ASCII.GetBytes($"bucket-{i}"), region));
            Assert.False(upstream.Regions.Learn(System.Text.Encoding.ASCII.GetBytes($"bucket-{i}"), region));
        }

        Assert.Same(upstream, upstream.Regions.Find("bucket-9"u8));
        Assert.Same(upstream.Regions.InRegion("r-2"), upstream.Regions.Find("BUCKET-10"u8));
        Assert.Same(upstream, upstream.Regions.InRegion("us-east-1"));
        for (int i = 0; i < 100; i++)
        {
            upstream.Regions.InRegion($"s-{i}");
        }

        Assert.Null(upstream.Regions.InRegion("one-more"));
    }

    [Theory]
    [InlineData("s3.amazonaws.com", "eu-west-1", "s3.eu-west-1.amazonaws.com")]
    [InlineData("s3.us-east-1.amazonaws.com", "eu-west-1", "s3.eu-west-1.amazonaws.com")]
    [InlineData("s3-fips.us-east-1.amazonaws.com", "us-west-2", "s3-fips.us-west-2.amazonaws.com")]
    [InlineData("s3.dualstack.us-east-1.amazonaws.com", "eu-west-1", "s3.dualstack.eu-west-1.amazonaws.com")]
    [InlineData("s3.cn-north-1.amazonaws.com.cn", "cn-northwest-1", "s3.cn-northwest-1.amazonaws.com.cn")]
    [InlineData("s3.cn-north-1.amazonaws.com.cn", "eu-west-1", null)]
    [InlineData("s3.us-east-1.amazonaws.com", "cn-north-1", null)]
    [InlineData("bucket.vpce-1.s3.us-east-1.vpce.amazonaws.com", "eu-west-1", null)]
    [InlineData("s3.example", "eu-west-1", null)]
    [InlineData("s3.amazonaws.com.evil.example", "eu-west-1", null)]
    public void RegionalHost_IsMadeOfTheConfiguredOne(string host, string region, string? expected) =>
        Assert.Equal(expected, AwsRegionalHost.InRegion(host, region));

    private static ProxyModel Aws(BucketSource source, BucketStyle style) => Models.Of(
        Models.Bucket(source, style, host: "s3.us-east-1.amazonaws.com"), static route => route with { Operations = Operations.All });

    /// <summary>Regional endpoints that redirect requests for buckets which are elsewhere.</summary>
    private static EchoOrigin Regional(ProxyRig rig, params (string Bucket, string Region)[] buckets) => new(rig)
    {
        Answer = head =>
        {
            string host = Line(head, "Host");
            (string bucket, string region) = buckets.Single(known => head.Contains(known.Bucket, StringComparison.Ordinal));
            if (host.Contains($"s3.{region}.amazonaws.com", StringComparison.Ordinal))
            {
                Assert.Contains($"/{region}/s3/aws4_request", head, StringComparison.Ordinal);
                return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            }

            string body = head.StartsWith("HEAD", StringComparison.Ordinal) ? ""
                : $"<?xml version=\"1.0\"?>\n<Error><Code>PermanentRedirect</Code><Endpoint>{bucket}.s3-{region}.amazonaws.com</Endpoint></Error>";
            string chunk = body.Length == 0 ? "" : $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n";
            return string.Create(
                CultureInfo.InvariantCulture, $"HTTP/1.1 301 Moved Permanently\r\nx-amz-bucket-region: {region}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");
        },
    };

    private static string Line(string head, string name) =>
        head.Split("\r\n").Single(line => line.StartsWith($"{name}: ", StringComparison.Ordinal))[(name.Length + 2)..];

    private static S3Rig Rig(CredentialSource? credentials = null, SigningForm form = SigningForm.Header, string? token = null) => new(
        Models.Of(
            Models.Bucket(credentials: credentials),
            route => route with { Methods = MethodSet.All, Operations = Operations.All, Signing = form }),
        region: "eu-west-1",
        sessionToken: token);
}
