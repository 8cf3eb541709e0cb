namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>What a client of S3 is told of the proxy.</summary>
/// <param name="Url">The endpoint's address. Names under <c>.test</c> are loopback, which a client has to be told.</param>
/// <param name="Bucket">The bucket as the client names it.</param>
/// <param name="VirtualHost">Whether it writes the bucket before the endpoint's name.</param>
/// <param name="Port">Port of loopback.</param>
/// <param name="Authority">File of the authority behind the proxy's certificate.</param>
internal sealed record ClientEndpoint(string Url, string Bucket, bool VirtualHost, int Port, string Authority)
{
    /// <summary>Whether the client speaks TLS.</summary>
    public bool Https => Url.StartsWith("https:", StringComparison.Ordinal);

    /// <summary>The endpoint's name.</summary>
    public string Host => new Uri(Url).Host;
}
