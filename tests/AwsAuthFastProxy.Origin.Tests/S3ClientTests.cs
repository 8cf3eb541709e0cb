using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>The AWS SDK as a client over real sockets: its signer and the origin's verifier must agree on every odd key.</summary>
public sealed class S3ClientTests : IAsyncLifetime
{
    private const string Bucket = "photos";
    private readonly ObjectStore _store = new();
    private readonly OriginListener _listener;
    private readonly AmazonS3Client _client;

    public S3ClientTests()
    {
        var options = new OriginOptions { Region = "eu-west-1" };
        options.Credentials.Add(new OriginCredential("AKIDEXAMPLE", "secret/with+signs="));
        _store.CreateBucket(Bucket);
        _listener = OriginListener.Start(new S3Origin(options, _store));
        _client = Client("secret/with+signs=");
    }

    /// <summary>Without keys that begin with a slash: in path style this SDK signs one slash more than it sends.</summary>
    public static TheoryData<string> OddKeys => new(
        "plain.txt", "with space", "a+b", "a%2Bb", "100%", "\u00e4\u20ac\U0001F600", "a//b", "a//", "x/./y", "x/../y", ".", "..",
        "~*'()!", "@:;=,$&?#[]", "\"<>\\^`{|}", "trailing/", "CamelCase", "tab\there");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _listener.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task OddKey_IsPutFetchedAndDeleted(string key)
    {
        byte[] content = Encoding.UTF8.GetBytes("content of " + key);

        PutObjectResponse put = await PutAsync(key, content);
        Assert.Equal(content, _store.Get(Bucket, key)!.Content.ToArray());

        using GetObjectResponse get = await _client.GetObjectAsync(Bucket, key);
        Assert.Equal(content, await ReadAsync(get));
        Assert.Equal(put.ETag, get.ETag);
        Assert.Equal(content.Length, (await _client.GetObjectMetadataAsync(Bucket, key)).ContentLength);
        ListObjectsV2Response list = await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = key });
        Assert.Equal(key, Assert.Single(list.S3Objects).Key);

        await _client.DeleteObjectAsync(Bucket, key);
        Assert.Null(_store.Get(Bucket, key));
    }

    [Theory]
    [InlineData("with space & more", "url")]
    [InlineData("a+b/\u00e4\t\u0001", "url")]
    [InlineData("with space & more", null)]
    public async Task ListedKey_ComesBackUnchanged(string key, string? encoding)
    {
        _store.Put(Bucket, key, "x"u8.ToArray());

        ListObjectsV2Response list = await _client.ListObjectsV2Async(new ListObjectsV2Request
        {
            BucketName = Bucket,
            Encoding = encoding is null ? null : EncodingType.FindValue(encoding),
        });

        Assert.Equal(encoding is null ? key : Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal), Assert.Single(list.S3Objects).Key);
    }

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 100)]
    [InlineData(true, 300_000)]
    [InlineData(false, 300_000)]
    public async Task Upload_IsVerifiedWithAndWithoutChunks(bool chunked, int size)
    {
        byte[] content = new byte[size];
        new Random(1).NextBytes(content);
        using var stream = new MemoryStream(content);

        await _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Bucket,
            Key = "upload",
            InputStream = stream,
            UseChunkEncoding = chunked,
            ContentType = "image/png",
            Metadata = { ["Colour"] = "red" },
        });

        Assert.Equal(content, _store.Get(Bucket, "upload")!.Content.ToArray());
        using GetObjectResponse get = await _client.GetObjectAsync(Bucket, "upload");
        Assert.Equal("image/png", get.Headers.ContentType);
        Assert.Equal("red", get.Metadata["Colour"]);
        Assert.Equal(content, await ReadAsync(get));
    }

    [Theory]
    [InlineData("CRC32")]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    public async Task ChecksumOfTheClient_IsVerifiedAndGivenBack(string algorithm)
    {
        using var stream = new MemoryStream("checked"u8.ToArray());

        PutObjectResponse put = await _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Bucket,
            Key = "checked",
            InputStream = stream,
            ChecksumAlgorithm = Amazon.S3.ChecksumAlgorithm.FindValue(algorithm),
        });

        string expected = ChecksumAlgorithm.Compute(algorithm.ToLowerInvariant(), "checked"u8)!;
        Assert.Contains(expected, new[] { put.ChecksumCRC32, put.ChecksumSHA1, put.ChecksumSHA256 });
    }

    [Fact]
    public async Task Pages_GoThroughEveryKeyOnceInOrder()
    {
        string[] keys = Enumerable.Range(0, 25).Select(n => $"k/{n:D2}").Append("\ud800\udc00").Append("\uffee").Append("a b").ToArray();
        foreach (string key in keys)
        {
            _store.Put(Bucket, key, "x"u8.ToArray());
        }

        var listed = new List<string>();
        string? token = null;
        do
        {
            ListObjectsV2Response page = await _client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = Bucket, MaxKeys = 4, ContinuationToken = token });
            Assert.True(page.S3Objects.Count <= 4);
            listed.AddRange(page.S3Objects.Select(stored => stored.Key));
            token = page.NextContinuationToken;
            Assert.Equal(page.IsTruncated, token is not null);
        }
        while (token is not null);

        Assert.Equal(keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task Range_IsPartOfTheObject()
    {
        _store.Put(Bucket, "digits", "0123456789"u8.ToArray());

        using GetObjectResponse get = await _client.GetObjectAsync(
            new GetObjectRequest { BucketName = Bucket, Key = "digits", ByteRange = new Amazon.S3.Model.ByteRange(2, 5) });

        Assert.Equal(HttpStatusCode.PartialContent, get.HttpStatusCode);
        Assert.Equal("2345"u8.ToArray(), await ReadAsync(get));
        Assert.Equal("bytes 2-5/10", get.ContentRange);
    }

    [Fact]
    public async Task ETagThatMatches_IsNotModified()
    {
        StoredObject stored = _store.Put(Bucket, "key", "x"u8.ToArray());

        AmazonS3Exception error = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.GetObjectAsync(
            new GetObjectRequest { BucketName = Bucket, Key = "key", EtagToNotMatch = stored.ETag }));

        Assert.Equal(HttpStatusCode.NotModified, error.StatusCode);
    }

    [Fact]
    public async Task PresignedUrl_IsServedAndItsOverridesToo()
    {
        _store.Put(Bucket, "a b+c/\u00e4'()", "presigned"u8.ToArray());
        string url = await _client.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = Bucket,
            Key = "a b+c/\u00e4'()",
            Protocol = Protocol.HTTP,
            Expires = DateTime.UtcNow.AddMinutes(5),
            ResponseHeaderOverrides = new ResponseHeaderOverrides { ContentType = "text/x", ContentDisposition = "attachment; filename=\"a b\"" },
        });
        using var http = new HttpClient();

        using HttpResponseMessage response = await http.GetAsync(url);

        Assert.Equal("presigned", await response.Content.ReadAsStringAsync());
        Assert.Equal("text/x", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"a b\"", response.Content.Headers.ContentDisposition!.ToString());
    }

    [Fact]
    public async Task WrongSecret_DoesNotMatch()
    {
        using AmazonS3Client client = Client("wrong");

        AmazonS3Exception error = await Assert.ThrowsAsync<AmazonS3Exception>(() => client.GetObjectAsync(Bucket, "key"));

        Assert.Equal("SignatureDoesNotMatch", error.ErrorCode);
    }

    [Fact]
    public async Task Buckets_AreMadeListedLocatedAndDeleted()
    {
        await _client.PutBucketAsync(new PutBucketRequest { BucketName = "another", UseClientRegion = true });

        ListBucketsResponse list = await _client.ListBucketsAsync();
        Assert.Equal(["another", Bucket], list.Buckets.Select(bucket => bucket.BucketName));
        Assert.Equal("eu-west-1", (await _client.GetBucketLocationAsync("another")).Location.Value);

        await _client.DeleteBucketAsync("another");
        Assert.False(_store.HasBucket("another"));
    }

    private async Task<PutObjectResponse> PutAsync(string key, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return await _client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = stream });
    }

    private AmazonS3Client Client(string secret) => new("AKIDEXAMPLE", secret, new AmazonS3Config
    {
        ServiceURL = $"http://127.0.0.1:{_listener.Port}",
        ForcePathStyle = true,
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0,
    });

    private static async Task<byte[]> ReadAsync(GetObjectResponse response)
    {
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }
}
