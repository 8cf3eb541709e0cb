namespace AwsAuthFastProxy.Http;

/// <summary>How the end of a message body is found (RFC 9112 §6.3).</summary>
public enum BodyKind : byte
{
    /// <summary>There is no body.</summary>
    None,

    /// <summary>A number of bytes known from Content-Length; may be zero.</summary>
    Length,

    /// <summary>The chunked transfer coding.</summary>
    Chunked,

    /// <summary>Everything until the sender closes; only in responses.</summary>
    UntilClose,
}
