using Amazon.S3;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>
/// Ceph's radosgw with buckets that were filled past the proxy, a TLS terminator before it, and the proxy in front of both. Nothing of it
/// exists where Ceph does not run.
/// </summary>
public sealed class CephSite : IAsyncLifetime, IDisposable
{
    /// <summary>Holds the odd keys.</summary>
    public const string OddKeys = "odd-keys";

    /// <summary>Holds <see cref="ListedKeys"/>.</summary>
    public const string Listed = "listed";

    /// <summary>Empty at first; for tests that write.</summary>
    public const string Written = "written";

    private readonly S3Server? _server = S3Server.Find("ceph");
    private ProxyProcess? _proxy;
    private TlsTerminator? _terminator;
    private AmazonS3Client? _client;

    /// <summary>Keys in <see cref="Listed"/>, in the order of a listing: enough for pages, prefixes and delimiters.</summary>
    public static IReadOnlyList<string> ListedKeys { get; } =
    [
        .. Enumerable.Range(0, 25).Select(i => $"photos/2024/{i:D3}.jpg")
            .Concat(Enumerable.Range(0, 5).Select(i => $"photos/2025/{i:D3} & more+é.jpg"))
            .Concat(["a b/c+d.txt", "a b/e%2Ff.txt", "a+b/c.txt", "readme.txt", "ünï/çødé.txt", "日本/語.txt"])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Files of this run.</summary>
    internal DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("aws-auth-fast-proxy-");

    /// <summary>The server, or the calling test is skipped.</summary>
    internal S3Server Server => S3Server.Require(_server, "ceph");

    /// <summary>The proxy, or the calling test is skipped.</summary>
    internal ProxyProcess Proxy => Server is null ? null! : _proxy!;

    /// <summary>A client of the server itself, or the calling test is skipped.</summary>
    internal AmazonS3Client Client => Server is null ? null! : _client!;

    public async Task InitializeAsync()
    {
        if (_server is null)
        {
            return;
        }

        _client = S3Client.Direct(_server);
        var filler = new BucketFiller(_server, _client, Folder.FullName);
        await filler.FillAsync(OddKeys, OddKey.All.Select(k => (k.Key, k.Content)));
        await filler.FillAsync(Listed, ListedKeys.Select(k => (k, "listed"u8.ToArray())));
        await filler.FillAsync(Written, []);
        TestCertificates.Write(Folder.FullName, "localhost", OddKeys + ".localhost", Written + ".localhost");
        _terminator = new TlsTerminator(Folder.FullName, _server.Url);
        _proxy = new ProxyProcess(Folder.FullName, CephRoutes.Config(_server, _terminator.Port).ToString());
    }

    public Task DisposeAsync()
    {
        if (_proxy is { } proxy)
        {
            int status = proxy.Stop();
            Assert.True(status == 0, $"The proxy's exit status is {status}:\n{proxy.Log}");
            Assert.DoesNotContain("crit:", proxy.Log, StringComparison.Ordinal);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _proxy?.Dispose();
        _terminator?.Dispose();
        _client?.Dispose();
        Folder.Delete(recursive: true);
    }

    /// <summary>A folder of its own for a test's files.</summary>
    internal string NewFolder() => Folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    /// <summary>Stores an object past the proxy.</summary>
    internal Task StoreAsync(string bucket, string key, byte[] content) => new BucketFiller(Server, Client, Folder.FullName).StoreAsync(bucket, key, content);
}
