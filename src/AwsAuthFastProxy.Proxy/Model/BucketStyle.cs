namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Where the bucket's name stands in a request (AWS: "Virtual hosting of buckets").</summary>
public enum BucketStyle : byte
{
    /// <summary><c>Host: bucket.endpoint</c>.</summary>
    VirtualHost,

    /// <summary><c>/bucket/key</c>.</summary>
    Path,
}
