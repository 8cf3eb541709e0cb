using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>One S3 endpoint with its bucket, addressing, scope and credentials.</summary>
public sealed record UpstreamModel
{
    /// <summary><see cref="BufferedBytes"/> where nothing else is said: more than S3's longest list of keys or parts.</summary>
    public const long DefaultBufferedBytes = 4 << 20;

    /// <summary>The name in the configuration, as logs and metrics show it.</summary>
    public required string Name { get; init; }

    /// <summary>Host name or address literal (IPv6 without brackets) of the endpoint, lower case.</summary>
    public required string EndpointHost { get; init; }

    /// <summary>TCP port of the endpoint, 1 to 65535.</summary>
    public required int EndpointPort { get; init; }

    /// <summary>Where connections go instead of to the endpoint; Host, signature and TLS name stay the endpoint's. Empty: to the endpoint.</summary>
    public IReadOnlyList<ConnectTarget> ConnectTo { get; init; } = [];

    /// <summary>TLS settings, or null for plain HTTP.</summary>
    public UpstreamTlsModel? Tls { get; init; }

    /// <summary>Path of the endpoint URL in canonical form, without a slash at its end; empty for none.</summary>
    public string EndpointPath { get; init; } = "";

    /// <summary>Where the bucket's name comes from.</summary>
    public BucketSource BucketSource { get; init; }

    /// <summary>The bucket of <see cref="Model.BucketSource.Fixed"/>, else null.</summary>
    public string? Bucket { get; init; }

    /// <summary>Where the bucket's name goes.</summary>
    public BucketStyle Style { get; init; }

    /// <summary>Region of the credential scope, such as <c>eu-west-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Service of the credential scope.</summary>
    public string Service { get; init; } = "s3";

    /// <summary>What happens with a 503, where a route does not say otherwise; null: it is passed on.</summary>
    public RetryModel? Retry { get; init; }

    /// <summary>
    /// Whether the service takes its path as it is into the canonical request, as S3 and its kin do; all others normalise it and encode it
    /// twice (AWS: "Create a signed AWS API request", canonical URI).
    /// </summary>
    public bool IsS3 => Service is "s3" or "s3express" || Service.StartsWith("s3-", StringComparison.Ordinal);

    /// <summary>What signs, or null: requests are passed on unsigned.</summary>
    public CredentialSource? Credentials { get; init; }

    /// <summary>How signed requests vouch for their bodies.</summary>
    public PayloadMode Payload { get; init; }

    /// <summary>The checksum sent behind whole objects, or <see cref="ChecksumAlgorithm.None"/>.</summary>
    public ChecksumAlgorithm Checksum { get; init; }

    /// <summary>Most bytes of a body that is read whole because its hash must be known first; more is 413.</summary>
    public long BufferedBytes { get; init; } = DefaultBufferedBytes;
}
