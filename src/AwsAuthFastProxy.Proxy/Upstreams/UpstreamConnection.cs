using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>A connection to an upstream with what its pool knows of it. In use by one exchange, or kept in the pool.</summary>
internal sealed class UpstreamConnection
{
    public UpstreamConnection(UpstreamPool pool, Connection connection)
    {
        Pool = pool;
        Connection = connection;
        IdleDeadline = new Deadline(connection.Loop.Timers, () => Pool.Discard(this));
        Broken = _ => Pool.OnBroken(this);
    }

    public UpstreamPool Pool { get; }

    public Connection Connection { get; }

    /// <summary>Exchanges it has carried to a good end.</summary>
    public int Uses { get; set; }

    /// <summary>Whether it has carried an exchange before the one under way.</summary>
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
