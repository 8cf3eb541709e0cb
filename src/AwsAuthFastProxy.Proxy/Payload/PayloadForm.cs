namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>How one request's body goes upstream, and what x-amz-content-sha256 says of it.</summary>
internal enum PayloadForm : byte
{
    /// <summary>There is no body: the hash of nothing.</summary>
    None,

    /// <summary>As it came; nothing is signed.</summary>
    PassedOn,

    /// <summary>As it is, not covered by the signature.</summary>
    Unsigned,

    /// <summary>As it is, under the hash that the client vouched for.</summary>
    ClientHash,

    /// <summary>Read whole, under its own hash.</summary>
    Collected,

    /// <summary>aws-chunked, each chunk signed.</summary>
    SignedChunks,

    /// <summary>aws-chunked, each chunk signed, with a signed checksum behind them.</summary>
    SignedChunksWithTrailer,

    /// <summary>aws-chunked, not signed, with a checksum behind the chunks.</summary>
    ChunksWithTrailer,
}
