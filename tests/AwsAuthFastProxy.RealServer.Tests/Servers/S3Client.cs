using Amazon.Runtime;
using Amazon.S3;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Makes clients of AWS's own SDK.</summary>
internal static class S3Client
{
    /// <summary>A client of the server itself, with the right keys.</summary>
    public static AmazonS3Client Direct(S3Server server) => Create(server.Url.GetLeftPart(UriPartial.Authority), server.AccessKey, server.SecretKey);

    /// <summary>A client whose endpoint is the proxy, with keys that no server knows.</summary>
    public static AmazonS3Client Through(string endpoint) => Create(endpoint, "AKIDUNKNOWN", "not-the-secret");

    private static AmazonS3Client Create(string endpoint, string accessKey, string secretKey) =>
        new(
            new BasicAWSCredentials(accessKey, secretKey),
            new AmazonS3Config
            {
                ServiceURL = endpoint,
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
                UseHttp = true,
                MaxErrorRetry = 0,
                // The servers know none of the newer checksums.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
}
