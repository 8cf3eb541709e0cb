using Amazon.S3;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>
/// OpenStack Swift with a bucket that was filled past the proxy, and the proxy in front of it. Nothing of it exists where Swift does not run.
/// </summary>
public sealed class SwiftSite : IAsyncLifetime, IDisposable
{
    /// <summary>Holds <see cref="Keys"/>.</summary>
    public const string Bucket = "odd-keys";

    /// <summary>Host of the route that reads the bucket.</summary>
    public const string Reader = "swift.test";

    /// <summary>Host of the route that reads it with the bucket in the endpoint's name.</summary>
    public const string VirtualReader = "swift-virtual.test";

    /// <summary>Host of a route whose keys are of another region.</summary>
    public const string OtherRegion = "other-region.test";

    /// <summary>Host of a route whose keys are of another service.</summary>
    public const string OtherService = "other-service.test";

    private readonly S3Server? _server = S3Server.Find("swift");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aws-auth-fast-proxy-");
    private ProxyProcess? _proxy;

    /// <summary>The odd keys but those that begin with a slash, which AWS's SDK cannot store.</summary>
    internal static IReadOnlyList<OddKey> Keys { get; } = [.. OddKey.All.Where(k => k.Key[0] != '/')];

    /// <summary>The proxy, or the calling test is skipped.</summary>
    internal ProxyProcess Proxy => S3Server.Require(_server, "swift") is null ? null! : _proxy!;

    public async Task InitializeAsync()
    {
        if (_server is null)
        {
            return;
        }

        using AmazonS3Client client = S3Client.Direct(_server);
        await new BucketFiller(_server, client, _folder.FullName).FillAsync(Bucket, Keys.Select(k => (k.Key, k.Content)));
        string endpoint = $"http://localhost:{_server.Url.Port}";
        ProxyConfig config = new ProxyConfig(_server)
            .Read(Reader, endpoint, Bucket, "path")
            .Read(VirtualReader, endpoint, Bucket, "virtual")
            .Read(OtherRegion, endpoint, Bucket, "path", region: "eu-west-1")
            .Read(OtherService, endpoint, Bucket, "path", service: "s4")
            .Endpoint("127.0.0.1", endpoint);
        _proxy = new ProxyProcess(_folder.FullName, config.ToString());
    }

    public Task DisposeAsync()
    {
        if (_proxy is { } proxy)
        {
            int status = proxy.Stop();
            Assert.True(status == 0, $"The proxy's exit status is {status}:\n{proxy.Log}");
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _proxy?.Dispose();
        _folder.Delete(recursive: true);
    }
}
