namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>What an upstream finds wrong with our signature.</summary>
internal enum RefusalKind : byte
{
    /// <summary>Nothing: the answer is about the request itself.</summary>
    None,

    /// <summary>The signature.</summary>
    Signature,

    /// <summary>The access key or the session token.</summary>
    Credentials,

    /// <summary>The time of the signature.</summary>
    Clock,

    /// <summary>The region, service or day it was made for, or the endpoint it was sent to.</summary>
    Scope,
}
