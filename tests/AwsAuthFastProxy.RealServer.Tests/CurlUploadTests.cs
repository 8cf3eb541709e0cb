using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>curl, which knows nothing of S3: plain uploads with and without a length, and with a wait for 100.</summary>
[Collection(LibraryUploads.Name)]
public sealed class CurlUploadTests(UploadSites sites)
{
    public static TheoryData<string> All => UploadWay.Cases(UploadWay.All);

    public static TheoryData<string> Some => UploadWay.Cases(UploadWay.Some);

    [SkippableTheory]
    [MemberData(nameof(All))]
    public async Task Put_EveryWay_StoresTheBytesAndWhatIsSaidOfThem(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        byte[] content = Contents.Generate(text, 1_200_003);
        string key = way.Prefix("curl") + "put";

        Put(server.Proxy(way.Payload).Endpoint(way), key, content, "--fail", "-H", "Expect: 100-continue", "-H", "Content-Encoding: gzip").RequireSuccess();

        StoredObject stored = (await server.FindAsync(key))!;
        stored.RequireContent(content, "gzip");
        Assert.Equal(("text/x-test", "blue"), (stored.ContentType, stored.Metadata["colour"]));
    }

    [SkippableTheory]
    [MemberData(nameof(Some))]
    public async Task Put_OfUnknownLength_IsRefusedOrReadWhole(string text)
    {
        UploadWay way = UploadWay.Parse(text) with { Addressing = "write" };
        UploadServer server = sites.Server(way);
        byte[] content = Contents.Generate(text, 200_003);
        string key = way.Prefix("curl") + "chunked";

        Command refused = Put(server.Proxy(way.Payload).Endpoint(way), key, content, "-H", "Transfer-Encoding: chunked");
        Assert.Contains("<Code>MissingContentLength</Code>", refused.Text, StringComparison.Ordinal);
        Assert.Null(await server.FindAsync(key));
        Put(server.Proxy(way.Payload).Endpoint(way with { Addressing = "spool" }), key, content, "--fail", "-H", "Transfer-Encoding: chunked").RequireSuccess();
        (await server.FindAsync(key))!.RequireContent(content);
        await server.Client.DeleteObjectAsync(UploadServer.Bucket, key);
    }

    private Command Put(ClientEndpoint endpoint, string key, byte[] content, params string[] arguments)
    {
        string file = Path.Combine(sites.NewFolder(), "file");
        File.WriteAllBytes(file, content);
        string host = (endpoint.VirtualHost ? endpoint.Bucket + "." : "") + endpoint.Host;
        string path = (endpoint.VirtualHost ? "/" : $"/{endpoint.Bucket}/") + key;
        return Curl.Run(
            [
                "--resolve", $"{host}:{endpoint.Port}:127.0.0.1", "-H", "Content-Type: text/x-test", "-H", "x-amz-meta-colour: blue",
                .. arguments, "-T", file, $"http://{host}:{endpoint.Port}{path}",
            ]);
    }
}
