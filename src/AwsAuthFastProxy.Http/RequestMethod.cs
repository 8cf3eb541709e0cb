namespace AwsAuthFastProxy.Http;

/// <summary>The request method (RFC 9110 §9, RFC 5789). Methods are case-sensitive; all others are <see cref="Other"/>.</summary>
public enum RequestMethod : byte
{
    /// <summary>A well-formed method not listed here.</summary>
    Other,

    /// <summary>GET.</summary>
    Get,

    /// <summary>HEAD.</summary>
    Head,

    /// <summary>PUT.</summary>
    Put,

    /// <summary>POST.</summary>
    Post,

    /// <summary>DELETE.</summary>
    Delete,

    /// <summary>OPTIONS.</summary>
    Options,

    /// <summary>PATCH.</summary>
    Patch,

    /// <summary>TRACE.</summary>
    Trace,

    /// <summary>CONNECT.</summary>
    Connect,
}
