namespace AwsAuthFastProxy.RealServer.Tests.Keys;

/// <summary>How a client spells a key in a request target (RFC 3986 §2); each spelling means the same key.</summary>
public enum KeySpelling
{
    /// <summary>As SigV4 spells it: all but unreserved characters and slashes encoded.</summary>
    Canonical,

    /// <summary>As browsers do: only what may not stand in a path is encoded.</summary>
    Sparse,

    /// <summary>All but slashes encoded, in lower-case hexadecimal.</summary>
    Dense,
}
