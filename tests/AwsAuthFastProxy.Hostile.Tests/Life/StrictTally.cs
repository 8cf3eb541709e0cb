using System.Collections.Concurrent;

namespace AwsAuthFastProxy.Hostile.Tests.Life;

/// <summary>What strict clients have met: right answers, and everything else with its words.</summary>
internal sealed class StrictTally
{
    private long _right;
    private long _connections;

    /// <summary>Requests whose answer was whole and right.</summary>
    public long Right => Interlocked.Read(ref _right);

    /// <summary>Connections made.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Requests, or connections, that failed.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public void AddRight() => Interlocked.Increment(ref _right);

    public void AddConnection() => Interlocked.Increment(ref _connections);
}
