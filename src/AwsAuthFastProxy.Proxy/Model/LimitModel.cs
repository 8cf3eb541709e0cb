namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Bounds on size and number.</summary>
public sealed record LimitModel
{
    /// <summary>Bytes of a message head, request or response, start line included.</summary>
    public int HeadBytes { get; init; } = 16 * 1024;

    /// <summary>Field lines of a message head.</summary>
    public int Headers { get; init; } = 100;

    /// <summary>Client connections of the whole process.</summary>
    public int ClientConnections { get; init; } = 100_000;

    /// <summary>Connections to one upstream, of the whole process.</summary>
    public int ConnectionsPerUpstream { get; init; } = 1024;

    /// <summary>Requests that wait for a connection to one upstream, of the whole process; more answer 503 at once.</summary>
    public int WaitersPerUpstream { get; init; } = 1024;

    /// <summary>Bytes of a request body; more answers 413. 5 GiB is S3's own limit for one PUT.</summary>
    public long BodyBytes { get; init; } = 5L << 30;

    /// <summary>Memory of the whole process for bodies that are read whole before they are sent; beyond it 503.</summary>
    public long SpoolBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of a request target; more answers 414. RFC 9112 §3 asks for at least 8,000.</summary>
    public int TargetBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of chunk framing a request body may have beyond eight for each byte of data; more answers 400.</summary>
    public int ChunkOverheadBytes { get; init; } = 64 * 1024;

    /// <summary>Requests on one client connection; the last one's answer says close.</summary>
    public int RequestsPerConnection { get; init; } = 100_000;

    /// <summary>Connections of one client address (one /64 with IPv6), of the whole process; 0 is no limit.</summary>
    public int ConnectionsPerClient { get; init; }

    /// <summary>How often one client address may connect; null: as often as it likes.</summary>
    public RateModel? ConnectionRate { get; init; }

    /// <summary>TLS handshakes with clients that may be under way at once in the whole process; further clients are closed.</summary>
    public int TlsHandshakes { get; init; } = 1000;

    /// <summary>Bytes per second a request body must come with on average; 0 is no bound.</summary>
    public long MinUploadRate { get; init; } = 240;

    /// <summary>Bytes per second a client must take of a response body on average; 0 is no bound.</summary>
    public long MinDownloadRate { get; init; } = 240;

    /// <summary>Informational responses of an upstream before its final one; more is 502.</summary>
    public int InterimResponses { get; init; } = 16;
}
