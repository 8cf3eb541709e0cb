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

    /// <summary>Bytes of a request body; more answers 413. 5 GiB is S3's own limit for one PUT.</summary>
    public long BodyBytes { get; init; } = 5L << 30;

    /// <summary>Memory of the whole process for bodies that are read whole before they are sent; beyond it 503.</summary>
    public long SpoolBytes { get; init; } = 256L << 20;
}
