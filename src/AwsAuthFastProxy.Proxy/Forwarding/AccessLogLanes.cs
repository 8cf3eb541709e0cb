using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>One loop's ways to the access logs, with what its exchanges share for writing a line.</summary>
/// <param name="writer">The writer of all loops.</param>
/// <param name="loop">The loop.</param>
/// <param name="number">Its number.</param>
internal sealed class AccessLogLanes(AccessLogWriter writer, Loop loop, int number)
{
    private AccessLogRing[] _rings = [];

    /// <summary>Room for the line that is ended just now.</summary>
    public LogLine Line { get; } = new();

    public LogClock Clock { get; } = new(loop);

    public AccessLogRing Of(AccessLogTarget target) => _rings[target.Index];

    /// <summary>Another snapshot is in force.</summary>
    public void Apply(Snapshot snapshot) => _rings = [.. snapshot.AccessLogs.Select(target => writer.RingOf(target, number))];
}
