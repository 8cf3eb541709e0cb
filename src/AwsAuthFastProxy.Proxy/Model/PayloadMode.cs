namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>How an upstream's signed requests vouch for their bodies: the value of x-amz-content-sha256 and the framing that goes with it.</summary>
public enum PayloadMode : byte
{
    /// <summary>The strongest that holds nothing back: each chunk signed; what S3 does not take in chunks is read whole and hashed.</summary>
    Auto,

    /// <summary>UNSIGNED-PAYLOAD; with a checksum STREAMING-UNSIGNED-PAYLOAD-TRAILER.</summary>
    Unsigned,

    /// <summary>STREAMING-AWS4-HMAC-SHA256-PAYLOAD: each chunk signed.</summary>
    Streaming,

    /// <summary>STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER: the same, and a signed checksum behind them.</summary>
    StreamingTrailer,

    /// <summary>Read whole, up to a limit, and sent with its hash.</summary>
    Buffered,
}
