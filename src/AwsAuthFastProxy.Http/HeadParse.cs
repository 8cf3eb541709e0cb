namespace AwsAuthFastProxy.Http;

/// <summary>The outcome of one call of <see cref="HeadParser"/>.</summary>
public readonly struct HeadParse
{
    private HeadParse(HeadStatus status, RejectReason reason, int offset, int examined)
    {
        Status = status;
        Reason = reason;
        Offset = offset;
        Examined = examined;
    }

    /// <summary>Incomplete, complete or rejected.</summary>
    public HeadStatus Status { get; }

    /// <summary>Why the head is refused; <see cref="RejectReason.None"/> unless rejected.</summary>
    public RejectReason Reason { get; }

    /// <summary>Offset of the offending byte when rejected (the limit, for a head too large), else 0.</summary>
    public int Offset { get; }

    /// <summary>When incomplete: how many bytes need not be looked at again; pass it to the next call.</summary>
    public int Examined { get; }

    internal static HeadParse Incomplete(int examined) => new(HeadStatus.Incomplete, RejectReason.None, 0, examined);

    internal static HeadParse Complete(int length) => new(HeadStatus.Complete, RejectReason.None, 0, length);

    internal static HeadParse Rejected(RejectReason reason, int offset) => new(HeadStatus.Rejected, reason, offset, offset);
}
