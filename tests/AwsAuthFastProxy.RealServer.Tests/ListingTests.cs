using Amazon.S3;
using Amazon.S3.Model;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>Listings through the proxy as an S3 endpoint, by AWS's SDK with keys that no server knows, and by hand in every spelling of a query.</summary>
[Collection(CephCollection.Name)]
public sealed class ListingTests(CephSite site)
{
    public static TheoryData<string> Endpoints => [.. CephRoutes.Endpoints];

    public static TheoryData<string, string> Prefixes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string host in CephRoutes.Endpoints)
            {
                foreach (string prefix in new[] { "photos/", "photos/2025/", "a b/", "a+b/", "a b/e%2F", "ünï/", "日", "no such" })
                {
                    data.Add(host, prefix);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string> Queries
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string host in CephRoutes.Endpoints)
            {
                data.Add(host, "list-type=2&prefix=a+b%2F");
                data.Add(host, "list-type=2&prefix=a%20b/");
                data.Add(host, "prefix=a%20b%2f&list-type=2");
                data.Add(host, "&list-type=2&&prefix=%61%20b/&");
                data.Add(host, "list-type=2&prefix=a%20b/&delimiter");
                data.Add(host, "list-type=2&prefix=a%20b/&delimiter=&start-after=");
                data.Add(host, "max-keys=1000&list-type=2&encoding-type=url&fetch-owner=true&prefix=a%20b/");
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Endpoints))]
    public async Task ListObjectsV2_PagesOfSeven_AreAllKeysInOrder(string host)
    {
        using AmazonS3Client client = Client(host);
        var request = new ListObjectsV2Request { BucketName = CephSite.Listed, MaxKeys = 7 };
        var keys = new List<string>();
        int pages = 0;
        for (ListObjectsV2Response? page = null; page?.IsTruncated != false; pages++)
        {
            request.ContinuationToken = page?.NextContinuationToken;
            page = await client.ListObjectsV2Async(request);
            keys.AddRange(page.S3Objects.Select(o => o.Key));
        }

        Assert.Equal(CephSite.ListedKeys, keys);
        Assert.Equal((CephSite.ListedKeys.Count + 6) / 7, pages);
    }

    [SkippableTheory]
    [MemberData(nameof(Prefixes))]
    public async Task ListObjectsV2_Prefix_IsTheKeysThatBeginSo(string host, string prefix)
    {
        using AmazonS3Client client = Client(host);
        ListObjectsV2Response page = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = CephSite.Listed, Prefix = prefix });
        Assert.Equal(
            CephSite.ListedKeys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)),
            (page.S3Objects ?? []).Select(o => o.Key));
    }

    [SkippableTheory]
    [MemberData(nameof(Endpoints))]
    public async Task ListObjectsV2_Delimiter_IsFolders(string host)
    {
        using AmazonS3Client client = Client(host);
        ListObjectsV2Response top = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = CephSite.Listed, Delimiter = "/" });
        Assert.Equal(["readme.txt"], top.S3Objects.Select(o => o.Key));
        Assert.Equal(["a b/", "a+b/", "photos/", "ünï/", "日本/"], top.CommonPrefixes);
        ListObjectsV2Response photos = await client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = CephSite.Listed, Delimiter = "/", Prefix = "photos/" });
        Assert.Equal(["photos/2024/", "photos/2025/"], photos.CommonPrefixes);
    }

    [SkippableTheory]
    [MemberData(nameof(Endpoints))]
    public async Task Sdk_GetHeadAndMissingKey_AreAsWithoutTheProxy(string host)
    {
        using AmazonS3Client client = Client(host);
        foreach (OddKey key in OddKey.All.Where(k => k.Key[0] != '/').Where((_, i) => i % 10 == 0))
        {
            using GetObjectResponse answer = await client.GetObjectAsync(CephSite.OddKeys, key.Key);
            using var body = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(body);
            Assert.Equal(key.Content, body.ToArray());
            GetObjectMetadataResponse head = await client.GetObjectMetadataAsync(CephSite.OddKeys, key.Key);
            Assert.Equal((key.Content.Length, key.EntityTag), (head.ContentLength, head.ETag));
        }

        NoSuchKeyException missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => client.GetObjectAsync(CephSite.OddKeys, "not there"));
        Assert.Equal("NoSuchKey", missing.ErrorCode);
        ListBucketsResponse buckets = await client.ListBucketsAsync();
        Assert.Contains(CephSite.Listed, buckets.Buckets.Select(b => b.BucketName));
    }

    [SkippableTheory]
    [MemberData(nameof(Queries))]
    public void List_QueryInAnySpelling_IsSignedAsTheServerReadsIt(string host, string query)
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Get($"{host}:{site.Proxy.Port}", $"/{CephSite.Listed}?{query}").Require(200, query);
        Assert.Contains("<KeyCount>2</KeyCount>", response.Text, StringComparison.Ordinal);
    }

    private AmazonS3Client Client(string host) => S3Client.Through($"http://{host}:{site.Proxy.Port}");
}
