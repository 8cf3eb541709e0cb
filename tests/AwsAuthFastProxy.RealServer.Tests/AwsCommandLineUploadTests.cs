using System.Text.Json;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>AWS's command line as it comes: files and folders by <c>s3</c>, single calls by <c>s3api</c>.</summary>
[Collection(CommandUploads.Name)]
public sealed class AwsCommandLineUploadTests(UploadSites sites)
{
    private static readonly string[] s_algorithms = ["CRC32", "CRC32C", "SHA1", "SHA256"];

    public static TheoryData<string> Servers => UploadWay.Cases(UploadWay.Servers);

    public static TheoryData<string> Few => UploadWay.Cases(UploadWay.Few);

    /// <summary>Over HTTPS the checksum comes behind the body, in aws-chunked framing; over plain HTTP it is a header.</summary>
    public static TheoryData<string, string, string> Checksums
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach ((int i, UploadWay way) in UploadWay.Few.Index())
            {
                cases.Add(way.ToString(), "https", s_algorithms[i % s_algorithms.Length]);
            }

            foreach ((int i, UploadWay way) in UploadWay.Servers.Index())
            {
                cases.Add(way.ToString(), "http", s_algorithms[i]);
                cases.Add(way.ToString(), "http", s_algorithms[i + 2]);
            }

            return cases;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task Copy_HundredMebibytes_AreStoredPartByPartAndComeBack(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        var home = new ClientHome(sites.NewFolder());
        var aws = new AwsCommandLine(home, endpoint);
        byte[] content = home.Generate("large.bin", 100 * 1024 * 1024);
        string key = way.Prefix("aws") + "large.bin";

        aws.Run("s3", "cp", "--no-progress", "large.bin", $"s3://{endpoint.Bucket}/{key}");
        (await server.FindAsync(key))!.RequireContent(content);
        aws.Run("s3", "cp", "--no-progress", $"s3://{endpoint.Bucket}/{key}", "back.bin");
        Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(home.PathOf("back.bin"))));
        await server.Client.DeleteObjectAsync(UploadServer.Bucket, key);
    }

    [SkippableTheory]
    [MemberData(nameof(Few))]
    public async Task Copy_Multipart_StoresTheBytes(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way, way.Scheme);
        var home = new ClientHome(sites.NewFolder());
        byte[] content = home.Generate("page.html", (9 * 1024 * 1024) + 1);
        string key = way.Prefix("aws") + "page.html";

        new AwsCommandLine(home, endpoint, anonymous: way.Scheme == "https")
            .Run("s3", "cp", "--no-progress", "--metadata", "colour=blue", "page.html", $"s3://{endpoint.Bucket}/{key}");

        StoredObject stored = (await server.FindAsync(key))!;
        stored.RequireContent(content);
        Assert.Equal(("text/html", "blue"), (stored.ContentType, stored.Metadata["colour"]));
    }

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task Sync_UpDownAndRemove_IsTheFolder(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        var home = new ClientHome(sites.NewFolder());
        var aws = new AwsCommandLine(home, endpoint, anonymous: way.Scheme == "https");
        string prefix = way.Prefix("aws-sync");
        string url = $"s3://{endpoint.Bucket}/{prefix}";
        var files = new Dictionary<string, byte[]>
        {
            ["a b+c/é&ü.txt"] = home.Generate("up/a b+c/é&ü.txt", 1000),
            ["empty"] = home.Generate("up/empty", 0),
            ["page.html"] = home.Generate("up/page.html", 200_003),
            ["parts.bin"] = home.Generate("up/parts.bin", (9 * 1024 * 1024) + 1),
        };

        aws.Run("s3", "sync", "--no-progress", "up", url, "--metadata", "colour=blue", "--cache-control", "max-age=60");
        foreach ((string name, byte[] content) in files)
        {
            StoredObject stored = (await server.FindAsync(prefix + name))!;
            stored.RequireContent(content);
            Assert.Equal("blue", stored.Metadata["colour"]);
        }

        Assert.Equal("text/html", (await server.FindAsync(prefix + "page.html"))!.ContentType);
        aws.Run("s3", "sync", "--no-progress", url, "down");
        foreach ((string name, byte[] content) in files)
        {
            Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(home.PathOf("down/" + name))), name);
        }

        aws.Run("s3", "rm", "--recursive", url);
        Assert.Empty(await server.KeysAsync(prefix));
    }

    [SkippableTheory]
    [MemberData(nameof(Checksums))]
    public async Task PutObject_ChecksumAlgorithm_StoresTheBytesAndNoFraming(string text, string clientScheme, string algorithm)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way, clientScheme);
        var home = new ClientHome(sites.NewFolder());
        var aws = new AwsCommandLine(home, endpoint);
        byte[] content = home.Generate("file", 200_003);
        string key = $"{way.Prefix("aws")}{clientScheme}-{algorithm}";

        aws.Run(
            "s3api", "put-object", "--bucket", endpoint.Bucket, "--key", key, "--body", "file", "--checksum-algorithm", algorithm,
            "--content-encoding", "gzip", "--content-type", "text/x-test", "--metadata", "colour=blue");

        StoredObject stored = (await server.FindAsync(key))!;
        // Debian's writes its own Content-Encoding over this one where the checksum goes behind the body.
        stored.RequireContent(content, stored.ContentEncoding == "gzip" || clientScheme == "http" ? "gzip" : "");
        Assert.Equal(("text/x-test", "blue"), (stored.ContentType, stored.Metadata["colour"]));
    }

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task Calls_Multipart_IsCompletedOrAborted(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        var home = new ClientHome(sites.NewFolder());
        string key = way.Prefix("aws") + "by hand";
        string[] target = ["--bucket", endpoint.Bucket, "--key", key];
        byte[] first = home.Generate("1", 5 * 1024 * 1024);
        byte[] second = home.Generate("2", 1000);

        string upload = Call("create-multipart-upload", "--content-type", "text/x-test").GetProperty("UploadId").GetString()!;
        string one = Call("upload-part", "--upload-id", upload, "--part-number", "1", "--body", "1").GetProperty("ETag").GetString()!;
        string two = Call("upload-part", "--upload-id", upload, "--part-number", "2", "--body", "2", "--checksum-algorithm", "SHA1").GetProperty("ETag").GetString()!;
        Assert.Equal(2, Call("list-parts", "--upload-id", upload).GetProperty("Parts").GetArrayLength());
        string parts = JsonSerializer.Serialize(new { Parts = new[] { new { ETag = one, PartNumber = 1 }, new { ETag = two, PartNumber = 2 } } });
        Call("complete-multipart-upload", "--upload-id", upload, "--multipart-upload", parts);
        StoredObject stored = (await server.FindAsync(key))!;
        stored.RequireContent([.. first, .. second]);
        Assert.Equal("text/x-test", stored.ContentType);

        string other = Call("create-multipart-upload").GetProperty("UploadId").GetString()!;
        Call("upload-part", "--upload-id", other, "--part-number", "1", "--body", "2");
        Assert.Equal([key], await server.UnfinishedAsync(key));
        Call("abort-multipart-upload", "--upload-id", other);
        Assert.Empty(await server.UnfinishedAsync(key));

        JsonElement Call(string name, params string[] arguments)
        {
            string answer = new AwsCommandLine(home, endpoint).Run(["s3api", name, .. target, .. arguments]).Text;
            return answer.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(answer);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task Calls_CopyHeadGetListDelete_AreTheServers(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        var home = new ClientHome(sites.NewFolder());
        var aws = new AwsCommandLine(home, endpoint, anonymous: true);
        string prefix = way.Prefix("aws-calls");
        byte[] content = home.Generate("file", 200_003);
        await server.StoreAsync(prefix + "a + é", content);

        Call("copy-object", "--key", prefix + "copy", "--copy-source", $"{endpoint.Bucket}/{prefix}a + é");
        (await server.FindAsync(prefix + "copy"))!.RequireContent(content);
        Assert.Contains("200003", Call("head-object", "--key", prefix + "a + é"), StringComparison.Ordinal);
        Call("get-object", "--key", prefix + "copy", "--range", "bytes=1000-2000", "--checksum-mode", "ENABLED", "part");
        Assert.Equal(content[1000..2001], await File.ReadAllBytesAsync(home.PathOf("part")));
        Assert.Contains("a + é", JsonDocument.Parse(Call("list-objects-v2", "--prefix", prefix)).RootElement.ToString(), StringComparison.Ordinal);
        string both = JsonSerializer.Serialize(new { Objects = new[] { new { Key = prefix + "a + é" }, new { Key = prefix + "copy" } } });
        Call("delete-objects", "--delete", both);
        Assert.Empty(await server.KeysAsync(prefix));

        string Call(string name, params string[] arguments) => aws.Run(["s3api", name, "--bucket", endpoint.Bucket, .. arguments]).Text;
    }

    /// <summary>Swift keeps no tags.</summary>
    [SkippableFact]
    public async Task Calls_Tagging_IsTheServers()
    {
        UploadWay way = UploadWay.Servers.Single(w => w.Server == "ceph");
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way with { Addressing = "write" });
        var home = new ClientHome(sites.NewFolder());
        var aws = new AwsCommandLine(home, endpoint);
        string key = way.Prefix("aws") + "tagged";
        string[] target = ["--bucket", endpoint.Bucket, "--key", key];
        byte[] content = home.Generate("file", 1000);

        aws.Run(["s3api", "put-object", .. target, "--body", "file", "--tagging", "a=1&b=two%20words"]);
        (await server.FindAsync(key))!.RequireContent(content);
        Assert.Contains("two words", aws.Run(["s3api", "get-object-tagging", .. target]).Text, StringComparison.Ordinal);
        aws.Run(["s3api", "put-object-tagging", .. target, "--tagging", "TagSet=[{Key=c,Value=3}]"]);
        Assert.DoesNotContain("two words", aws.Run(["s3api", "get-object-tagging", .. target]).Text, StringComparison.Ordinal);
        aws.Run(["s3api", "delete-object-tagging", .. target]);
        Assert.DoesNotContain("\"c\"", aws.Run(["s3api", "get-object-tagging", .. target]).Text, StringComparison.Ordinal);
    }
}
