using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>A connection to an upstream with what its pool knows of it. In use by one exchange, or kept in the pool.</summary>
internal sealed class UpstreamConnection
{
    public UpstreamConnection(UpstreamPool pool, Connection connection, UpstreamPeer peer)
    {
        Pool = pool;
        Connection = connection;
        Peer = peer;
        IdleDeadline = new Deadline(connection.Loop.Timers, () => Pool.Discard(this));
        Broken = _ => Pool.OnBroken(this);
    }

    public UpstreamPool Pool { get; }

    public Connection Connection { get; }

    /// <summary>The address it leads to.</summary>
    public UpstreamPeer Peer { get; }

    /// <summary>How often it was given back to be used again.</summary>
    public int Uses { get; set; }

    /// <summary>Whether it was kept before the exchange under way, so that the upstream may have been closing it.</summary>
    public bool IsReused => Uses > 0;

    /// <summary>When it has been kept unused for too long.</summary>
    public Deadline IdleDeadline { get; }

    /// <summary>Called when it breaks while kept.</summary>
    public Action<Connection> Broken { get; }

    // Links of the pool's list of kept connections.
    public UpstreamConnection? Older { get; set; }

    public UpstreamConnection? Newer { get; set; }

    public bool IsKept { get; set; }
}
