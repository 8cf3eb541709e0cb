using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>Uploads by AWS's SDK for .NET in every framing it has, with keys that no server knows or none; what arrived is read past the proxy.</summary>
[Collection(LibraryUploads.Name)]
public sealed class SdkUploadTests(UploadSites sites)
{
    private const int Size = 200_003;

    public static TheoryData<string, string> Puts => UploadWay.Cases(UploadWay.Some, [.. SdkPut.All.Select(p => p.ToString())]);

    public static TheoryData<string, string> PutsEveryWay => UploadWay.Cases(UploadWay.All, [SdkPut.Plain[0].ToString()]);

    public static TheoryData<string, string> PlainPuts => UploadWay.Cases(UploadWay.Some, [.. SdkPut.Plain.Select(p => p.ToString())]);

    public static TheoryData<string> Ways => UploadWay.Cases(UploadWay.Some);

    public static TheoryData<string> Servers => UploadWay.Cases(UploadWay.Servers);

    [SkippableTheory]
    [MemberData(nameof(Puts))]
    public Task PutObject_EveryFraming_StoresTheBytesAndNoFraming(string way, string put) => PutAsync(UploadWay.Parse(way), SdkPut.Parse(put), Size);

    [SkippableTheory]
    [MemberData(nameof(PutsEveryWay))]
    public Task PutObject_EveryWay_StoresTheBytesAndNoFraming(string way, string put) => PutAsync(UploadWay.Parse(way), SdkPut.Parse(put), 1);

    [SkippableTheory]
    [MemberData(nameof(PlainPuts))]
    public Task PutObject_Empty_IsAnEmptyObject(string way, string put) => PutAsync(UploadWay.Parse(way), SdkPut.Parse(put), 0);

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task TransferUtility_Multipart_StoresTheBytes(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        byte[] content = Contents.Generate(text, (12 * 1024 * 1024) + 1);
        string key = way.Prefix("sdk") + "multipart";
        using AmazonS3Client client = S3Client.Through(server.Proxy(way.Payload).Endpoint(way));
        using var transfer = new TransferUtility(client);
        await transfer.UploadAsync(new TransferUtilityUploadRequest
        {
            BucketName = server.Proxy(way.Payload).Endpoint(way).Bucket,
            Key = key,
            InputStream = new MemoryStream(content),
            PartSize = 5 * 1024 * 1024,
            ContentType = "image/x-test",
            Metadata = { ["colour"] = "blue + green" },
        });

        StoredObject stored = (await server.FindAsync(key))!;
        stored.RequireContent(content);
        Assert.Equal("image/x-test", stored.ContentType);
        Assert.Equal("blue + green", stored.Metadata["colour"]);
        Assert.Empty(await server.UnfinishedAsync(key));
    }

    /// <summary>The SDK cannot know how much will come, and uploads part by part.</summary>
    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task TransferUtility_StreamOfUnknownLength_StoresTheBytes(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        byte[] content = Contents.Generate(text, (6 * 1024 * 1024) + 1);
        string key = way.Prefix("sdk") + "unknown-length";
        using AmazonS3Client client = S3Client.Through(endpoint);
        using var transfer = new TransferUtility(client);
        await transfer.UploadAsync(new TransferUtilityUploadRequest
        {
            BucketName = endpoint.Bucket,
            Key = key,
            InputStream = new ForwardStream(content),
            PartSize = 5 * 1024 * 1024,
        });

        (await server.FindAsync(key))!.RequireContent(content);
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task GetObject_ChecksumModeAndRange_IsTheObject(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        byte[] content = Contents.Generate(text, Size);
        string key = way.Prefix("sdk") + "read";
        await server.StoreAsync(key, content);
        using AmazonS3Client client = S3Client.Through(endpoint);

        using GetObjectResponse whole = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = endpoint.Bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED });
        Assert.Equal(content, await ReadAsync(whole));
        using GetObjectResponse range = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = endpoint.Bucket, Key = key, ByteRange = new ByteRange(70_000, 140_000) });
        Assert.Equal(content[70_000..140_001], await ReadAsync(range));
    }

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task CopyTagAndDelete_AreTheServers(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        byte[] content = Contents.Generate(text, Size);
        string key = way.Prefix("sdk") + "source + é";
        string copy = way.Prefix("sdk") + "copy";
        await server.StoreAsync(key, content);
        using AmazonS3Client client = S3Client.Through(endpoint, anonymous: true);

        await client.CopyObjectAsync(endpoint.Bucket, key, endpoint.Bucket, copy);
        (await server.FindAsync(copy))!.RequireContent(content);
        DeleteObjectsResponse deleted = await client.DeleteObjectsAsync(new DeleteObjectsRequest
        {
            BucketName = endpoint.Bucket,
            Objects = [new KeyVersion { Key = key }, new KeyVersion { Key = copy }],
        });
        Assert.Equal(2, deleted.DeletedObjects.Count);
        Assert.Null(await server.FindAsync(key));
        Assert.Null(await server.FindAsync(copy));
    }

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task Versions_EachIsReadAndDeletedByItsName(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        using AmazonS3Client client = S3Client.Through(endpoint);
        string key = way.Prefix("sdk") + Guid.NewGuid().ToString("N");
        string first = await PutVersionAsync("first");
        string second = await PutVersionAsync("second");

        using (GetObjectResponse old = await client.GetObjectAsync(UploadServer.Versioned, key, first))
        {
            Assert.Equal("first"u8.ToArray(), await ReadAsync(old));
        }

        ListVersionsResponse versions = await client.ListVersionsAsync(UploadServer.Versioned, key);
        Assert.Equal([second, first], versions.Versions.Select(v => v.VersionId));
        await client.DeleteObjectAsync(UploadServer.Versioned, key, second);
        (await server.FindAsync(key, UploadServer.Versioned))!.RequireContent("first"u8);

        async Task<string> PutVersionAsync(string content) =>
            (await client.PutObjectAsync(new PutObjectRequest { BucketName = UploadServer.Versioned, Key = key, ContentBody = content })).VersionId;
    }

    private static async Task<byte[]> ReadAsync(GetObjectResponse answer)
    {
        using var content = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }

    private async Task PutAsync(UploadWay way, SdkPut put, int size)
    {
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way, put.Scheme);
        byte[] content = Contents.Generate(put.ToString(), size);
        string key = $"{way.Prefix("sdk")}{size}/{put}";
        using AmazonS3Client client = S3Client.Through(endpoint, put.Anonymous, put.Checksums);
        var request = new PutObjectRequest
        {
            BucketName = endpoint.Bucket,
            Key = key,
            InputStream = new MemoryStream(content),
            ContentType = "text/x-test; charset=utf-8",
            UseChunkEncoding = put.Chunked,
            DisablePayloadSigning = put.Unsigned,
            Metadata = { ["colour"] = "blue + green" },
        };
        request.Headers.ContentEncoding = put.ContentEncoding;
        if (put.Algorithm is { } algorithm)
        {
            request.ChecksumAlgorithm = ChecksumAlgorithm.FindValue(algorithm);
        }

        await client.PutObjectAsync(request);

        StoredObject stored = (await server.FindAsync(key))!;
        stored.RequireContent(content, put.ContentEncoding ?? "");
        Assert.Equal("text/x-test; charset=utf-8", stored.ContentType);
        Assert.Equal("blue + green", stored.Metadata["colour"]);
    }
}
