using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>s3cmd, which hashes what it sends and compares entity tags afterwards.</summary>
[Collection(CommandUploads.Name)]
public sealed class S3cmdTests(UploadSites sites)
{
    public static TheoryData<string> Ways => UploadWay.Cases(UploadWay.Few);

    public static TheoryData<string> Servers => UploadWay.Cases(UploadWay.Servers);

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task PutGetDel_AreTheFiles(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way, way.Scheme);
        var home = new ClientHome(sites.NewFolder());
        string prefix = way.Prefix("s3cmd");
        string url = $"s3://{endpoint.Bucket}/{prefix}";
        byte[] page = home.Generate("page.html", 200_003);
        byte[] parts = home.Generate("parts.bin", (6 * 1024 * 1024) + 1);

        Run(home, endpoint, "put", "--add-header", "x-amz-meta-colour: blue", "--mime-type", "text/x-test", "page.html", url + "one");
        StoredObject one = (await server.FindAsync(prefix + "one"))!;
        one.RequireContent(page);
        Assert.Equal(("text/x-test", "blue"), (one.ContentType, one.Metadata["colour"]));
        Run(home, endpoint, "put", "--multipart-chunk-size-mb=5", "parts.bin", url + "parts.bin");
        (await server.FindAsync(prefix + "parts.bin"))!.RequireContent(parts);
        Run(home, endpoint, "get", url + "parts.bin", "back.bin");
        Assert.Equal(parts, await File.ReadAllBytesAsync(home.PathOf("back.bin")));
        Run(home, endpoint, "del", "--recursive", "--force", url);
        Assert.Empty(await server.KeysAsync(prefix));
    }

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task SyncInfoLsDel_AreTheFolder(string text)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        var home = new ClientHome(sites.NewFolder());
        string prefix = way.Prefix("s3cmd-sync");
        string url = $"s3://{endpoint.Bucket}/{prefix}";
        byte[] page = home.Generate("up/page.html", 200_003);
        byte[] odd = home.Generate("up/a b+c/é&ü.txt", 1000);

        Run(home, endpoint, "sync", "up/", url);
        (await server.FindAsync(prefix + "page.html"))!.RequireContent(page);
        (await server.FindAsync(prefix + "a b+c/é&ü.txt"))!.RequireContent(odd);
        Assert.Contains("200003", Run(home, endpoint, "info", url + "page.html").Text, StringComparison.Ordinal);
        Assert.Contains("é&ü.txt", Run(home, endpoint, "ls", "--recursive", url).Text, StringComparison.Ordinal);
        Run(home, endpoint, "sync", url, "down/");
        Assert.Equal(odd, await File.ReadAllBytesAsync(home.PathOf("down/a b+c/é&ü.txt")));
        Run(home, endpoint, "del", url + "page.html");
        Assert.Equal([prefix + "a b+c/é&ü.txt"], await server.KeysAsync(prefix));
    }

    private static Command Run(ClientHome home, ClientEndpoint endpoint, params string[] arguments)
    {
        string host = new Uri(endpoint.Url).Authority;
        string[] tls = endpoint.Https ? ["--ssl", "--ca-certs=" + endpoint.Authority] : ["--no-ssl"];
        File.WriteAllText(home.PathOf("s3cfg"), "[default]\nsocket_timeout = 30\nmax_retries = 1\n");
        return home.Run(
            "/usr/bin/s3cmd",
            [
                "--config=" + home.PathOf("s3cfg"), "--access_key=AKIDUNKNOWN", "--secret_key=not-the-secret", "--region=us-east-1", "--no-progress",
                "--host=" + host, "--host-bucket=" + (endpoint.VirtualHost ? "%(bucket)s." : "") + host, .. tls, .. arguments,
            ]).RequireSuccess();
    }
}
