using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using Amazon.S3;
using AwsAuthFastProxy.RealServer.Tests.Clients;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Makes clients of AWS's own SDK.</summary>
internal static class S3Client
{
    /// <summary>A client of the server itself, with the right keys.</summary>
    public static AmazonS3Client Direct(S3Server server) =>
        Create(server.Url.GetLeftPart(UriPartial.Authority), new BasicAWSCredentials(server.AccessKey, server.SecretKey));

    /// <summary>A client whose endpoint is the proxy, with keys that no server knows.</summary>
    public static AmazonS3Client Through(string endpoint) => Create(endpoint, new BasicAWSCredentials("AKIDUNKNOWN", "not-the-secret"));

    /// <summary>A client whose endpoint is the proxy under any name, with keys that no server knows, or with none.</summary>
    /// <param name="endpoint">The proxy.</param>
    /// <param name="anonymous">With none.</param>
    /// <param name="checksums">When the client computes checksums that nobody asked for.</param>
    public static AmazonS3Client Through(
        ClientEndpoint endpoint, bool anonymous = false, RequestChecksumCalculation checksums = RequestChecksumCalculation.WHEN_SUPPORTED)
    {
        AWSCredentials keys = anonymous ? new AnonymousAWSCredentials() : new BasicAWSCredentials("AKIDUNKNOWN", "not-the-secret");
        return new AmazonS3Client(keys, new AmazonS3Config
        {
            ServiceURL = endpoint.Url,
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = !endpoint.VirtualHost,
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(30),
            RequestChecksumCalculation = checksums,
            HttpClientFactory = new LoopbackClients(endpoint),
        });
    }

    private static AmazonS3Client Create(string endpoint, AWSCredentials keys) =>
        new(
            keys,
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

    /// <summary>Connects every name to the endpoint's port of loopback, and trusts the endpoint's authority.</summary>
    private sealed class LoopbackClients(ClientEndpoint endpoint) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig)
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(endpoint.Authority));
            var handler = new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
                ConnectCallback = async (_, cancel) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    try
                    {
                        await socket.ConnectAsync(IPAddress.Loopback, endpoint.Port, cancel);
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            };
            return new HttpClient(handler);
        }

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
