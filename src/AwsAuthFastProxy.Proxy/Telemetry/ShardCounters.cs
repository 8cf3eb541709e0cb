namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>What one loop counts: plain fields, written by the loop only; others read them and may see a value a moment old.</summary>
public sealed class ShardCounters
{
    /// <summary>Client connections accepted.</summary>
    public long Accepted { get; internal set; }

    /// <summary>Client connections that were refused because all were in use or the process was stopping.</summary>
    public long TurnedAway { get; internal set; }

    /// <summary>Client connections open.</summary>
    public long Clients { get; internal set; }

    /// <summary>Requests whose head was complete and well-formed.</summary>
    public long Requests { get; internal set; }

    /// <summary>Requests answered by the proxy because of the client's bytes or wishes.</summary>
    public long Refused { get; internal set; }

    /// <summary>Requests answered by the proxy because forwarding failed.</summary>
    public long Failed { get; internal set; }

    /// <summary>Requests signed.</summary>
    public long Signed { get; internal set; }

    /// <summary>Signing keys derived or loaded.</summary>
    public long KeysMade { get; internal set; }

    /// <summary>Upstream connections dialled.</summary>
    public long Dials { get; internal set; }

    /// <summary>Dials that failed.</summary>
    public long DialFailures { get; internal set; }

    /// <summary>Requests that went out on a kept upstream connection.</summary>
    public long Reused { get; internal set; }

    /// <summary>Upstream connections open, in use or kept.</summary>
    public long UpstreamConnections { get; internal set; }

    /// <summary>Upstream connections kept unused.</summary>
    public long UpstreamIdle { get; internal set; }

    /// <summary>Kept upstream connections that turned out broken while unused.</summary>
    public long IdleBroken { get; internal set; }

    /// <summary>Requests sent again on a fresh connection.</summary>
    public long Retries { get; internal set; }

    /// <summary>Responses cut short after their head was sent.</summary>
    public long Truncated { get; internal set; }

    /// <summary>Answers of upstreams about our signature, which no client saw.</summary>
    public long SignaturesRefused { get; internal set; }

    /// <summary>Requests signed anew and sent again because the upstream named another region or showed another time.</summary>
    public long SignedAnew { get; internal set; }

    /// <summary>Seconds by which the clock of the upstream that was last signed for by its own time is ahead of ours; 0 when clocks agree.</summary>
    public long ClockOffset { get; internal set; }

    /// <summary>Clients sent to a presigned URL.</summary>
    public long Presigned { get; internal set; }

    /// <summary>Failures that speak against an address of an upstream: of dials, TLS handshakes and exchanges.</summary>
    public long AddressFailures { get; internal set; }

    /// <summary>How often an address was set aside after failures in a row.</summary>
    public long SetAside { get; internal set; }

    /// <summary>Dials that were won by another address than the first (RFC 8305).</summary>
    public long RacedWins { get; internal set; }

    /// <summary>Kept connections let go because no look-up names their address any more, or because it was set aside.</summary>
    public long AddressesLeft { get; internal set; }

    /// <summary>Requests that had to wait for a connection to be given back.</summary>
    public long QueueWaits { get; internal set; }

    /// <summary>Requests that wait now.</summary>
    public long Queued { get; internal set; }

    /// <summary>Requests that waited in vain: 503.</summary>
    public long QueueTimeouts { get; internal set; }

    /// <summary>Requests that found too many waiting already: 503.</summary>
    public long QueueRefusals { get; internal set; }

    /// <summary>Requests sent again because the upstream answered 503; also counted as retries.</summary>
    public long RetriesSlowDown { get; internal set; }

    /// <summary>503 passed on because too many requests were sent again already.</summary>
    public long RetryBudgetSpent { get; internal set; }

    /// <summary>The addresses of all upstreams; replaced whole when they change.</summary>
    public IReadOnlyList<AddressCounters> Addresses { get; internal set; } = [];

    /// <summary>Client connections that were refused because their address had too many already.</summary>
    public long TurnedAwayByAddress { get; internal set; }

    /// <summary>Client connections that were refused because their address connects too often.</summary>
    public long TurnedAwayByRate { get; internal set; }

    /// <summary>Connections closed because they did not begin with a PROXY protocol header from a trusted address.</summary>
    public long ProxyHeadersRejected { get; internal set; }

    /// <summary>Requests refused for want of a right user and password.</summary>
    public long CredentialsRefused { get; internal set; }

    /// <summary>Passwords that had to be checked because no verdict was remembered.</summary>
    public long PasswordChecks { get; internal set; }

    /// <summary>Requests refused because too many passwords waited to be checked.</summary>
    public long PasswordChecksRefused { get; internal set; }

    /// <summary>TLS handshakes with clients that ended well.</summary>
    public long TlsHandshakes { get; internal set; }

    /// <summary>TLS handshakes with clients that failed or took too long.</summary>
    public long TlsHandshakeFailures { get; internal set; }

    /// <summary>Client connections closed because too many TLS handshakes were under way.</summary>
    public long TlsHandshakesRefused { get; internal set; }

    /// <summary>TLS handshakes with clients under way.</summary>
    public long TlsHandshakesUnderWay { get; internal set; }

    /// <summary>Requests refused because their client's address asks too often.</summary>
    public long RateLimited { get; internal set; }

    /// <summary>Client connections closed because no request came in time.</summary>
    public long IdleTimeouts { get; internal set; }

    /// <summary>Client connections closed because they had as many requests as one may have.</summary>
    public long RequestLimitReached { get; internal set; }

    /// <summary>Request bodies that came too slowly.</summary>
    public long SlowUploads { get; internal set; }

    /// <summary>Responses that clients took too slowly.</summary>
    public long SlowReaders { get; internal set; }

    /// <summary>Requests refused by a route's lists of addresses.</summary>
    public long AddressesRefused { get; internal set; }

    /// <summary>Requests signed with the last second of yesterday, because no key is for today.</summary>
    public long SignedAsYesterday { get; internal set; }

    /// <summary>Request bodies read whole before they were sent.</summary>
    public long Collected { get; internal set; }

    /// <summary>Requests refused because no memory was left for their bodies.</summary>
    public long SpoolFull { get; internal set; }

    /// <summary>Bytes of requests received from clients, as the proxy reads them.</summary>
    public long ClientBytesReceived { get; internal set; }

    /// <summary>Bytes of answers sent to clients.</summary>
    public long ClientBytesSent { get; internal set; }

    /// <summary>Bytes of requests sent to upstreams, heads and bodies; counted when a try is over.</summary>
    public long UpstreamBytesSent { get; internal set; }

    /// <summary>Bytes of responses received from upstreams, heads and bodies; counted when a try is over.</summary>
    public long UpstreamBytesReceived { get; internal set; }
}
