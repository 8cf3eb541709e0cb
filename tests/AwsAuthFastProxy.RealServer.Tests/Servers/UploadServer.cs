using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>One server, TLS in front of it, a proxy for each payload mode that is asked for, and what lies in its bucket as the server itself tells it.</summary>
internal sealed class UploadServer : IDisposable
{
    /// <summary>The bucket of all uploads.</summary>
    public const string Bucket = "uploads";

    /// <summary>Keeps versions.</summary>
    public const string Versioned = "versions";

    private readonly string _folder;
    private readonly TlsTerminator _terminator;
    private readonly Dictionary<string, Lazy<UploadProxy>> _proxies = [];

    /// <param name="server">The server.</param>
    /// <param name="folder">Gets certificates, and a folder for each proxy.</param>
    public UploadServer(S3Server server, string folder)
    {
        Server = server;
        _folder = folder;
        Client = S3Client.Direct(server);
        TestCertificates.Write(
            folder,
            ["localhost", Bucket + ".localhost", Versioned + ".localhost", .. UploadProxy.ServerNames]);
        _terminator = new TlsTerminator(folder, server.Url);
    }

    /// <summary>The server.</summary>
    public S3Server Server { get; }

    /// <summary>A client of the server itself, with the right keys.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>Makes the buckets where they are missing.</summary>
    public async Task MakeBucketsAsync()
    {
        foreach (string bucket in new[] { Bucket, Versioned })
        {
            try
            {
                await Client.PutBucketAsync(bucket);
            }
            catch (BucketAlreadyOwnedByYouException)
            {
                // From an earlier run.
            }
        }

        await Client.PutBucketVersioningAsync(new PutBucketVersioningRequest
        {
            BucketName = Versioned,
            VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
        });
    }

    /// <summary>The proxy whose upstreams have this payload mode; started when it is asked for first. One that does not start fails every test that asks.</summary>
    public UploadProxy Proxy(string payload)
    {
        if (!_proxies.TryGetValue(payload, out Lazy<UploadProxy>? proxy))
        {
            proxy = new Lazy<UploadProxy>(
                () => new UploadProxy(Server, _terminator.Port, payload, Directory.CreateDirectory(Path.Combine(_folder, payload)).FullName));
            _proxies.Add(payload, proxy);
        }

        return proxy.Value;
    }

    /// <summary>An object as the server has it, read past the proxy; null where there is none.</summary>
    public async Task<StoredObject?> FindAsync(string key, string bucket = Bucket)
    {
        try
        {
            using GetObjectResponse answer = await Client.GetObjectAsync(bucket, key);
            using var content = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(content);
            return new StoredObject(
                content.ToArray(),
                answer.Headers.ContentType,
                answer.Headers.ContentEncoding,
                answer.Metadata.Keys.ToDictionary(k => k["x-amz-meta-".Length..], k => answer.Metadata[k]));
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Stores an object past the proxy.</summary>
    public Task StoreAsync(string key, byte[] content) => new BucketFiller(Server, Client, _folder).StoreAsync(Bucket, key, content);

    /// <summary>Keys the server has under <paramref name="prefix"/>.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string prefix)
    {
        ListObjectsV2Response page = await Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix });
        return [.. (page.S3Objects ?? []).Select(o => o.Key)];
    }

    /// <summary>Multipart uploads the server still keeps under <paramref name="prefix"/>.</summary>
    public async Task<IReadOnlyList<string>> UnfinishedAsync(string prefix)
    {
        ListMultipartUploadsResponse page = await Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = prefix });
        return [.. (page.MultipartUploads ?? []).Select(u => u.Key)];
    }

    /// <summary>Ends the proxies as their users do.</summary>
    public void Stop()
    {
        foreach (Lazy<UploadProxy> proxy in _proxies.Values.Where(p => p.IsValueCreated))
        {
            proxy.Value.Stop();
        }
    }

    public void Dispose()
    {
        foreach (Lazy<UploadProxy> proxy in _proxies.Values.Where(p => p.IsValueCreated))
        {
            proxy.Value.Dispose();
        }

        _terminator.Dispose();
        Client.Dispose();
    }
}
