namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>How a route's path is compared.</summary>
public enum PathMatch
{
    /// <summary>Paths that begin with it; of several routes the longest.</summary>
    Prefix,

    /// <summary>The path itself.</summary>
    Exact,

    /// <summary>Paths that a regex matches somewhere, in the order of the configuration.</summary>
    Regex,
}
