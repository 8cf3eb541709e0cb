namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>How an operation on a connection ended: a value, since a network failing is no exception.</summary>
public enum IoStatus : byte
{
    /// <summary>Done; bytes were moved.</summary>
    Ok,

    /// <summary>Nothing can be moved now; the engine will tell when (inside the transport only).</summary>
    WouldBlock,

    /// <summary>The peer ended its side in order (TCP FIN, TLS close_notify).</summary>
    EndOfStream,

    /// <summary>The peer reset the connection.</summary>
    Reset,

    /// <summary>Refused, unreachable, broken TLS or another error; see <see cref="Connection.Error"/>.</summary>
    Failed,

    /// <summary>A deadline passed.</summary>
    TimedOut,

    /// <summary>Ended by this side.</summary>
    Aborted,

    /// <summary>The receive window is at its limit and holds no whole message head.</summary>
    WindowFull,
}
