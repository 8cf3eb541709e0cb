using Amazon.S3;
using Amazon.S3.Model;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Stores objects past the proxy, with the right keys and signatures that are not the product's.</summary>
/// <param name="server">Where to.</param>
/// <param name="client">AWS's SDK for that server.</param>
/// <param name="folder">For files on the way.</param>
internal sealed class BucketFiller(S3Server server, IAmazonS3 client, string folder)
{
    /// <summary>Makes the bucket where it is missing, and stores the objects in it.</summary>
    public async Task FillAsync(string bucket, IEnumerable<(string Key, byte[] Content)> objects)
    {
        try
        {
            await client.PutBucketAsync(bucket);
        }
        catch (BucketAlreadyOwnedByYouException)
        {
            // From an earlier run.
        }

        foreach ((string key, byte[] content) in objects)
        {
            await StoreAsync(bucket, key, content);
        }
    }

    /// <summary>Stores an object.</summary>
    public Task StoreAsync(string bucket, string key, byte[] content)
    {
        if (key[0] != '/')
        {
            return client.PutObjectAsync(new PutObjectRequest
            {
                BucketName = bucket,
                Key = key,
                InputStream = new MemoryStream(content),
                ContentType = "application/octet-stream",
                UseChunkEncoding = false,
            });
        }

        // AWS's SDK drops slashes at a key's front; curl signs what it is given.
        string file = Path.Combine(folder, "content");
        File.WriteAllBytes(file, content);
        string[] signing =
        [
            "--aws-sigv4", "aws:amz:us-east-1:s3", "--user", $"{server.AccessKey}:{server.SecretKey}", "-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
        ];
        string url = $"{server.Url.GetLeftPart(UriPartial.Authority)}/{bucket}/{OddKey.Spell(key, KeySpelling.Canonical)}";
        Curl.Run(["--fail", .. signing, "-X", "PUT", "-H", "Content-Type: application/octet-stream", "--data-binary", "@" + file, url]).RequireSuccess();
        return Task.CompletedTask;
    }
}
