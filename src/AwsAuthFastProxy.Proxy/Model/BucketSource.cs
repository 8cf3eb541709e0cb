namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Where an upstream's bucket name comes from.</summary>
public enum BucketSource : byte
{
    /// <summary>No bucket: the path goes to the endpoint as it is.</summary>
    None,

    /// <summary>Named in the configuration.</summary>
    Fixed,

    /// <summary><c>{path}</c>: the first segment of the client's path.</summary>
    FromPath,

    /// <summary><c>{host}</c>: the first label of the client's Host.</summary>
    FromHost,
}
