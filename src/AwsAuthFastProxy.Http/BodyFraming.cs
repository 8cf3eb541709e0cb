namespace AwsAuthFastProxy.Http;

/// <summary>How a message body is delimited, or why the message is refused.</summary>
public readonly struct BodyFraming
{
    private BodyFraming(BodyKind kind, long length, RejectReason reject)
    {
        Kind = kind;
        Length = length;
        Reject = reject;
    }

    /// <summary>How the end is found; meaningless when <see cref="Reject"/> is set.</summary>
    public BodyKind Kind { get; }

    /// <summary>Bytes of the body for <see cref="BodyKind.Length"/>, else 0.</summary>
    public long Length { get; }

    /// <summary>Why the framing is refused, or <see cref="RejectReason.None"/>. The connection must then be closed.</summary>
    public RejectReason Reject { get; }

    /// <summary>Whether body bytes follow the head.</summary>
    public bool HasBody => Kind is BodyKind.Chunked or BodyKind.UntilClose || Length > 0;

    internal static BodyFraming None => default;

    internal static BodyFraming Chunked => new(BodyKind.Chunked, 0, RejectReason.None);

    internal static BodyFraming UntilClose => new(BodyKind.UntilClose, 0, RejectReason.None);

    internal static BodyFraming OfLength(long length) => new(BodyKind.Length, length, RejectReason.None);

    internal static BodyFraming Rejected(RejectReason reason) => new(BodyKind.None, 0, reason);
}
