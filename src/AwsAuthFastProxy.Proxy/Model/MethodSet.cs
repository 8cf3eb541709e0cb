namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>A set of request methods (RFC 9110 §9). CONNECT and TRACE are never forwarded and have no bit.</summary>
[Flags]
public enum MethodSet : byte
{
    /// <summary>No method.</summary>
    None = 0,

    /// <summary>GET.</summary>
    Get = 1,

    /// <summary>HEAD.</summary>
    Head = 2,

    /// <summary>PUT.</summary>
    Put = 4,

    /// <summary>POST.</summary>
    Post = 8,

    /// <summary>DELETE.</summary>
    Delete = 16,

    /// <summary>OPTIONS.</summary>
    Options = 32,

    /// <summary>PATCH.</summary>
    Patch = 64,

    /// <summary>Every other method but CONNECT and TRACE (<c>"*"</c> in the configuration sets all bits).</summary>
    Other = 128,

    /// <summary>All of them.</summary>
    All = 255,
}
