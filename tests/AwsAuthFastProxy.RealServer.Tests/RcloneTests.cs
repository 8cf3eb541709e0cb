using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>rclone: an S3 client of its own making, which signs small uploads in the query.</summary>
[Collection(CommandUploads.Name)]
public sealed class RcloneTests(UploadSites sites)
{
    public static TheoryData<string, string> Ways
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach ((int i, UploadWay way) in UploadWay.Some.Index())
            {
                cases.Add(way.ToString(), (i + (i / 2)) % 2 == 0 ? "wrong" : "none");
            }

            return cases;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task CopyCheckCatSyncDelete_AreTheFolder(string text, string keys)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way);
        ClientHome home = Home(endpoint, keys);
        string prefix = way.Prefix("rclone-" + keys);
        string remote = $"proxy:{endpoint.Bucket}/{prefix}";
        var files = new Dictionary<string, byte[]>
        {
            ["a b+c/é&ü.txt"] = home.Generate("up/a b+c/é&ü.txt", 1000),
            ["empty"] = home.Generate("up/empty", 0),
            ["page.html"] = home.Generate("up/page.html", 200_003),
            ["parts.bin"] = home.Generate("up/parts.bin", (6 * 1024 * 1024) + 1),
        };

        Rclone("copy", "up", remote, "--header-upload", "Cache-Control: max-age=60");
        foreach ((string name, byte[] content) in files)
        {
            StoredObject stored = (await server.FindAsync(prefix + name))!;
            stored.RequireContent(content);
        }

        Assert.StartsWith("text/html", (await server.FindAsync(prefix + "page.html"))!.ContentType, StringComparison.Ordinal);
        Rclone("check", "up", remote, "--download");
        Assert.Equal(files["page.html"], Rclone("cat", remote + "page.html").Output);
        File.Delete(home.PathOf("up/empty"));
        files["page.html"] = home.Generate("up/page.html", 100);
        Rclone("sync", "up", remote);
        Assert.Null(await server.FindAsync(prefix + "empty"));
        (await server.FindAsync(prefix + "page.html"))!.RequireContent(files["page.html"]);
        Rclone("copy", remote, "down");
        Assert.Equal(files["parts.bin"], await File.ReadAllBytesAsync(home.PathOf("down/parts.bin")));
        Rclone("delete", remote);
        Assert.Empty(await server.KeysAsync(prefix));

        Command Rclone(params string[] arguments) => home.Run("/usr/bin/rclone", arguments).RequireSuccess();
    }

    private ClientHome Home(ClientEndpoint endpoint, string keys)
    {
        var home = new ClientHome(sites.NewFolder());
        File.WriteAllText(home.PathOf("rclone.conf"), "");
        Dictionary<string, string> environment = home.Environment;
        environment["RCLONE_CONFIG"] = home.PathOf("rclone.conf");
        environment["RCLONE_RETRIES"] = "1";
        environment["RCLONE_LOW_LEVEL_RETRIES"] = "1";
        environment["RCLONE_CONFIG_PROXY_TYPE"] = "s3";
        environment["RCLONE_CONFIG_PROXY_PROVIDER"] = "Other";
        environment["RCLONE_CONFIG_PROXY_REGION"] = "us-east-1";
        environment["RCLONE_CONFIG_PROXY_UPLOAD_CUTOFF"] = "5Mi";
        environment["RCLONE_CONFIG_PROXY_CHUNK_SIZE"] = "5Mi";
        environment["RCLONE_CONFIG_PROXY_NO_CHECK_BUCKET"] = "true";
        environment["RCLONE_CONFIG_PROXY_FORCE_PATH_STYLE"] = endpoint.VirtualHost ? "false" : "true";
        if (endpoint.VirtualHost)
        {
            // Go's resolver cannot be told names: rclone asks the proxy as its HTTP proxy, for http://bucket.name/key.
            environment["http_proxy"] = $"http://127.0.0.1:{endpoint.Port}";
            environment["RCLONE_CONFIG_PROXY_ENDPOINT"] = $"http://{endpoint.Host}";
        }
        else
        {
            environment["RCLONE_CONFIG_PROXY_ENDPOINT"] = endpoint.Url;
        }

        if (keys == "wrong")
        {
            environment["RCLONE_CONFIG_PROXY_ACCESS_KEY_ID"] = "AKIDUNKNOWN";
            environment["RCLONE_CONFIG_PROXY_SECRET_ACCESS_KEY"] = "not-the-secret";
        }

        return home;
    }
}
