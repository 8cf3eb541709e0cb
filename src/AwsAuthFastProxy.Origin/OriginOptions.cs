namespace AwsAuthFastProxy.Origin;

/// <summary>What an <see cref="S3Origin"/> answers for. Not to be changed while the origin serves.</summary>
public sealed class OriginOptions
{
    /// <summary>The identities whose signatures are accepted.</summary>
    public IList<OriginCredential> Credentials { get; } = [];

    /// <summary>The region that a credential scope must name. Default <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The service that a credential scope must name. Default <c>s3</c>.</summary>
    public string Service { get; init; } = "s3";

    /// <summary>The clock for skew, expiry, <c>Date</c> and modification times. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The endpoint's name: <c>Host: bucket.domain[:port]</c> is virtual-host style, any other Host is path style.
    /// Default <c>s3.localhost</c>.
    /// </summary>
    public string Domain { get; init; } = "s3.localhost";

    /// <summary>Whether requests without any signature are served. Default false: 403 AccessDenied.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>The largest content of a request in bytes, beyond it 400 EntityTooLarge. Default 256 MiB: contents are kept in memory.</summary>
    public int MaxContentBytes { get; init; } = 256 * 1024 * 1024;
}
