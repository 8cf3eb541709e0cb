using Amazon.S3;
using Amazon.S3.Model;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>A second server with a verifier of its own: Swift checks what Ceph does not, the scope's region and service.</summary>
public sealed class SwiftTests(SwiftSite site) : IClassFixture<SwiftSite>
{
    [SkippableTheory]
    [InlineData(SwiftSite.Reader)]
    [InlineData(SwiftSite.VirtualReader)]
    public void GetAndHead_EveryOddKey_AreTheObject(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        foreach (OddKey key in SwiftSite.Keys)
        {
            RawResponse response = client.Get(host, "/" + key.Spell(KeySpelling.Sparse)).Require(200, key.Line);
            Assert.True(key.Content.AsSpan().SequenceEqual(response.Body), key.Line);
            RawResponse head = client.Head(host, "/" + key.Spell(KeySpelling.Canonical)).Require(200, key.Line);
            Assert.Equal((key.Line, key.EntityTag), (key.Line, head.Field("ETag")));
        }
    }

    [SkippableFact]
    public async Task ListObjectsV2_PrefixAndPages_AreTheKeys()
    {
        using AmazonS3Client client = S3Client.Through($"http://127.0.0.1:{site.Proxy.Port}");
        var request = new ListObjectsV2Request { BucketName = SwiftSite.Bucket, Prefix = "folder", MaxKeys = 2 };
        var keys = new List<string>();
        for (ListObjectsV2Response? page = null; page?.IsTruncated != false;)
        {
            request.ContinuationToken = page?.NextContinuationToken;
            page = await client.ListObjectsV2Async(request);
            keys.AddRange(page.S3Objects.Select(o => o.Key));
        }

        Assert.Equal(SwiftSite.Keys.Select(k => k.Key).Where(k => k.StartsWith("folder", StringComparison.Ordinal)).Order(StringComparer.Ordinal), keys);
    }

    /// <summary>The server names its region when it refuses ours: the request is signed anew for it, and so are all that follow.</summary>
    [SkippableFact]
    public void Get_ScopeOfAnotherRegion_IsHealed()
    {
        OddKey key = OddKey.Plain;
        using var client = new RawClient(site.Proxy.Port);
        Assert.Equal(key.Content, client.Get(SwiftSite.OtherRegion, "/plain.txt").Require(200).Body);
        Assert.Equal(key.Content, client.Get(SwiftSite.OtherRegion, "/plain.txt").Require(200).Body);
    }

    [SkippableFact]
    public void Get_ScopeOfAnotherService_IsBadGatewayWithTheReason()
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Get(SwiftSite.OtherService, "/plain.txt").Require(502);
        Assert.Equal("scope-refused", response.Field("x-proxy-error"));
    }
}
