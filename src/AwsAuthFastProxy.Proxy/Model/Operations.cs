namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>How much of S3's interface a signed route lends to strangers; the lists stand in the operation rules.</summary>
public enum Operations : byte
{
    /// <summary>Objects and listings.</summary>
    Read,

    /// <summary>Adds object PUT and DELETE, multipart, copy inside the bucket, metadata, storage class, checksums, tagging.</summary>
    Write,

    /// <summary>Every sub-resource and every <c>x-amz-*</c> field: the route is an S3 endpoint.</summary>
    All,
}
