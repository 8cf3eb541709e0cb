using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>How relaying a body ended, and whose doing it was.</summary>
/// <param name="Kind">Whose.</param>
/// <param name="Status">What the connection said; <see cref="IoStatus.Ok"/> when it was the body's framing.</param>
/// <param name="Reason">What was wrong with the framing.</param>
internal readonly record struct RelayOutcome(RelayOutcome.Side Kind, IoStatus Status, RejectReason Reason)
{
    public enum Side : byte
    {
        /// <summary>The body is over in order.</summary>
        None,

        /// <summary>The source ended or failed before the body was complete.</summary>
        Source,

        /// <summary>The sink failed.</summary>
        Sink,
    }

    public static RelayOutcome Done => default;

    public bool IsDone => Kind == Side.None;

    public static RelayOutcome SourceEnded(IoStatus status) => new(Side.Source, status, RejectReason.None);

    public static RelayOutcome BadFraming(RejectReason reason) => new(Side.Source, IoStatus.Ok, reason);

    public static RelayOutcome SinkFailed(IoStatus status) => new(Side.Sink, status, RejectReason.None);
}
