namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>What follows a rewrite that matched; nginx's flags.</summary>
public enum RewriteThen
{
    /// <summary>The next step.</summary>
    Continue,

    /// <summary>The request stays in its route, without further steps.</summary>
    Break,

    /// <summary>A route is chosen anew.</summary>
    Last,

    /// <summary>302.</summary>
    Redirect,

    /// <summary>301.</summary>
    Permanent,
}
