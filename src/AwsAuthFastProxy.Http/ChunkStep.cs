namespace AwsAuthFastProxy.Http;

/// <summary>One step of <see cref="ChunkedDecoder"/> over a fragment of input.</summary>
public readonly struct ChunkStep
{
    private ChunkStep(ChunkStatus status, int consumed, int dataLength, RejectReason reason)
    {
        Status = status;
        Consumed = consumed;
        DataLength = dataLength;
        Reason = reason;
    }

    /// <summary>What was found.</summary>
    public ChunkStatus Status { get; }

    /// <summary>Bytes of the input this step used, data included; the next step begins behind them.</summary>
    public int Consumed { get; }

    /// <summary>First byte of the data in the input; meaningful for <see cref="ChunkStatus.Data"/>.</summary>
    public int DataOffset => Consumed - DataLength;

    /// <summary>Number of data bytes; at least 1 for <see cref="ChunkStatus.Data"/>, else 0.</summary>
    public int DataLength { get; }

    /// <summary>Why the body is refused, or <see cref="RejectReason.None"/>.</summary>
    public RejectReason Reason { get; }

    internal static ChunkStep NeedMore(int consumed) => new(ChunkStatus.NeedMore, consumed, 0, RejectReason.None);

    internal static ChunkStep Data(int consumed, int length) => new(ChunkStatus.Data, consumed, length, RejectReason.None);

    internal static ChunkStep Done(int consumed) => new(ChunkStatus.Done, consumed, 0, RejectReason.None);

    internal static ChunkStep Rejected(RejectReason reason, int consumed) => new(ChunkStatus.Rejected, consumed, 0, reason);
}
