namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>The one table of what is counted and what it is called outside. A property of <see cref="ShardCounters"/> that is not here fails a test.</summary>
public static class CounterMetrics
{
    /// <summary>A row for each property.</summary>
    public static IReadOnlyList<CounterMetric> All { get; } =
    [
        Counter(nameof(ShardCounters.Accepted), "aafp.client.connections.accepted", "Client connections accepted.", static c => c.Accepted),
        Counter(nameof(ShardCounters.TurnedAway), "aafp.client.connections.refused", "Client connections refused: all in use, or stopping.", static c => c.TurnedAway),
        Gauge(nameof(ShardCounters.Clients), "aafp.client.connections", "Client connections open.", static c => c.Clients),
        Counter(nameof(ShardCounters.Requests), "aafp.requests.received", "Requests whose head was complete and well-formed.", static c => c.Requests),
        Counter(nameof(ShardCounters.Refused), "aafp.requests.refused", "Requests answered by the proxy because of the client's bytes or wishes.", static c => c.Refused),
        Counter(nameof(ShardCounters.Failed), "aafp.requests.failed", "Requests answered by the proxy because forwarding failed.", static c => c.Failed),
        Counter(nameof(ShardCounters.Signed), "aafp.requests.signed", "Requests signed.", static c => c.Signed),
        Counter(nameof(ShardCounters.KeysMade), "aafp.signing.keys.made", "Signing keys derived or loaded.", static c => c.KeysMade),
        Counter(nameof(ShardCounters.Dials), "aafp.upstream.dials", "Upstream connections dialled.", static c => c.Dials),
        Counter(nameof(ShardCounters.DialFailures), "aafp.upstream.dial.failures", "Dials that failed.", static c => c.DialFailures),
        Counter(nameof(ShardCounters.Reused), "aafp.upstream.connections.reused", "Requests that went out on a kept upstream connection.", static c => c.Reused),
        Gauge(nameof(ShardCounters.UpstreamConnections), "aafp.upstream.connections", "Upstream connections open, in use or kept.", static c => c.UpstreamConnections),
        Gauge(nameof(ShardCounters.UpstreamIdle), "aafp.upstream.connections.idle", "Upstream connections kept unused.", static c => c.UpstreamIdle),
        Counter(nameof(ShardCounters.IdleBroken), "aafp.upstream.connections.broken", "Kept upstream connections that broke while unused.", static c => c.IdleBroken),
        Counter(nameof(ShardCounters.Retries), "aafp.retries", "Requests sent again, on a fresh connection.", static c => c.Retries),
        Counter(nameof(ShardCounters.Truncated), "aafp.responses.truncated", "Responses cut short after their head was sent.", static c => c.Truncated),
        Counter(nameof(ShardCounters.SignedAsYesterday), "aafp.requests.signed_as_yesterday", "Requests signed with the last second of yesterday, because no key is for today.", static c => c.SignedAsYesterday),
        Counter(nameof(ShardCounters.Collected), "aafp.requests.collected", "Request bodies read whole before they were sent.", static c => c.Collected),
        Counter(nameof(ShardCounters.SpoolFull), "aafp.requests.spool_full", "Requests refused because no memory was left for their bodies.", static c => c.SpoolFull),
        Counter(nameof(ShardCounters.SignaturesRefused), "aafp.signing.refused", "Answers of upstreams about the proxy's signature, which no client saw.", static c => c.SignaturesRefused),
        Counter(nameof(ShardCounters.SignedAnew), "aafp.requests.signed_anew", "Requests signed anew for another region or time and sent again.", static c => c.SignedAnew),
        Gauge(nameof(ShardCounters.ClockOffset), "aafp.signing.clock_offset_seconds", "Seconds added to the clock before signing, because an upstream's clock differs.", static c => c.ClockOffset),
        Counter(nameof(ShardCounters.Presigned), "aafp.requests.presigned", "Clients sent to a presigned URL.", static c => c.Presigned),
        Counter(nameof(ShardCounters.AddressFailures), "aafp.upstream.address.failures", "Dials, handshakes and exchanges that failed and speak against an address.", static c => c.AddressFailures),
        Counter(nameof(ShardCounters.SetAside), "aafp.upstream.address.set_aside", "Addresses set aside after failures in a row.", static c => c.SetAside),
        Counter(nameof(ShardCounters.RacedWins), "aafp.upstream.dial.raced", "Dials won by another address than the first.", static c => c.RacedWins),
        Counter(nameof(ShardCounters.AddressesLeft), "aafp.upstream.connections.left", "Kept upstream connections let go because of their address.", static c => c.AddressesLeft),
        Counter(nameof(ShardCounters.QueueWaits), "aafp.upstream.queue.waits", "Requests that had to wait for an upstream connection.", static c => c.QueueWaits),
        Gauge(nameof(ShardCounters.Queued), "aafp.upstream.queue.length", "Requests that wait for an upstream connection.", static c => c.Queued),
        Counter(nameof(ShardCounters.QueueTimeouts), "aafp.upstream.queue.timeouts", "Requests that waited for an upstream connection in vain.", static c => c.QueueTimeouts),
        Counter(nameof(ShardCounters.QueueRefusals), "aafp.upstream.queue.refusals", "Requests that found too many waiting already.", static c => c.QueueRefusals),

        Counter(nameof(ShardCounters.RetriesSlowDown), "aafp.retries.slow_down", "Requests sent again because the upstream answered 503.", static c => c.RetriesSlowDown),
        Counter(nameof(ShardCounters.RetryBudgetSpent), "aafp.retries.budget_spent", "503 passed on because too many requests were sent again already.", static c => c.RetryBudgetSpent),
        Counter(nameof(ShardCounters.TurnedAwayByAddress), "aafp.client.connections.refused_by_address", "Client connections refused: their address had too many.", static c => c.TurnedAwayByAddress),
        Counter(nameof(ShardCounters.TurnedAwayByRate), "aafp.client.connections.refused_by_rate", "Client connections refused: their address connects too often.", static c => c.TurnedAwayByRate),
        Counter(nameof(ShardCounters.ProxyHeadersRejected), "aafp.client.proxy_headers.rejected", "Connections closed for want of a PROXY protocol header from a trusted address.", static c => c.ProxyHeadersRejected),
        Counter(nameof(ShardCounters.CredentialsRefused), "aafp.access.credentials.refused", "Requests refused for want of a right user and password.", static c => c.CredentialsRefused),
        Counter(nameof(ShardCounters.PasswordChecks), "aafp.access.passwords.checked", "Passwords that had to be checked.", static c => c.PasswordChecks),
        Counter(nameof(ShardCounters.PasswordChecksRefused), "aafp.access.passwords.refused", "Requests refused because too many passwords waited to be checked.", static c => c.PasswordChecksRefused),
        Counter(nameof(ShardCounters.TlsHandshakes), "aafp.client.tls.handshakes", "TLS handshakes with clients that ended well.", static c => c.TlsHandshakes),
        Counter(nameof(ShardCounters.TlsHandshakeFailures), "aafp.client.tls.failures", "TLS handshakes with clients that failed or took too long.", static c => c.TlsHandshakeFailures),
        Counter(nameof(ShardCounters.TlsHandshakesRefused), "aafp.client.tls.refused", "Client connections closed in their TLS handshake because newer ones needed the place.", static c => c.TlsHandshakesRefused),
        Gauge(nameof(ShardCounters.TlsHandshakesUnderWay), "aafp.client.tls.under_way", "TLS handshakes with clients under way.", static c => c.TlsHandshakesUnderWay),
        Counter(nameof(ShardCounters.RateLimited), "aafp.access.rate_limited", "Requests refused because their client's address asks too often.", static c => c.RateLimited),
        Counter(nameof(ShardCounters.IdleTimeouts), "aafp.client.connections.idle_timeouts", "Client connections closed because no request came in time.", static c => c.IdleTimeouts),
        Counter(nameof(ShardCounters.RequestLimitReached), "aafp.client.connections.request_limits", "Client connections closed because they had as many requests as one may have.", static c => c.RequestLimitReached),
        Counter(nameof(ShardCounters.SlowUploads), "aafp.requests.slow", "Request bodies that came too slowly.", static c => c.SlowUploads),
        Counter(nameof(ShardCounters.SlowReaders), "aafp.responses.slow", "Responses that clients took too slowly.", static c => c.SlowReaders),
        Counter(nameof(ShardCounters.AddressesRefused), "aafp.access.addresses.refused", "Requests refused by a route's lists of addresses.", static c => c.AddressesRefused),
        Counter(nameof(ShardCounters.ClientBytesReceived), "aafp.client.received", "Bytes of requests received from clients, heads and bodies.", static c => c.ClientBytesReceived) with { Unit = "By" },
        Counter(nameof(ShardCounters.UpstreamBytesReceived), "aafp.upstream.received", "Bytes of responses received from upstreams, heads and bodies.", static c => c.UpstreamBytesReceived) with { Unit = "By" },
        Counter(nameof(ShardCounters.UpstreamBytesSent), "aafp.upstream.sent", "Bytes of requests sent to upstreams, heads and bodies.", static c => c.UpstreamBytesSent) with { Unit = "By" },
        Counter(nameof(ShardCounters.ClientBytesSent), "aafp.client.sent", "Bytes of answers sent to clients, heads and bodies.", static c => c.ClientBytesSent) with { Unit = "By" },
    ];

    private static CounterMetric Counter(string property, string name, string help, Func<ShardCounters, long> read) => new(property, name, true, help, read);

    private static CounterMetric Gauge(string property, string name, string help, Func<ShardCounters, long> read) => new(property, name, false, help, read);
}
