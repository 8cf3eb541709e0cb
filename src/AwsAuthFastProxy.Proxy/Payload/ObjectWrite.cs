namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>What S3 stores of a request's body.</summary>
internal enum ObjectWrite : byte
{
    /// <summary>Nothing as it is: a list of keys, tags, a policy.</summary>
    None,

    /// <summary>A whole object.</summary>
    Object,

    /// <summary>A part of a multipart upload.</summary>
    Part,
}
