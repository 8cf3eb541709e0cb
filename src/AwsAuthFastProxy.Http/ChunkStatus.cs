namespace AwsAuthFastProxy.Http;

/// <summary>What a step of <see cref="ChunkedDecoder"/> came to.</summary>
public enum ChunkStatus : byte
{
    /// <summary>The input is used up and the body is not at its end.</summary>
    NeedMore,

    /// <summary>The step found body bytes.</summary>
    Data,

    /// <summary>The body and its trailer section are at their end; bytes behind belong to the next message.</summary>
    Done,

    /// <summary>The coding is malformed or over a limit; the connection cannot be used any further.</summary>
    Rejected,
}
