namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Deadlines; each is counted anew where its stage begins.</summary>
public sealed record TimeoutModel
{
    /// <summary>From the first byte of a request head to its last; else 408.</summary>
    public TimeSpan ClientHeader { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a kept client connection may wait for its next request.</summary>
    public TimeSpan ClientIdle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one upstream connection, TLS handshake included; else 504.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a request waits for a connection when all to its upstream are in use; else 503.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>From the last request byte sent to the end of the response head; else 504.</summary>
    public TimeSpan UpstreamFirstByte { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an upstream connection is kept unused. S3 closes after about 20 s.</summary>
    public TimeSpan UpstreamIdle { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For the TLS handshake of a client.</summary>
    public TimeSpan TlsHandshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client that was refused is heard out before its connection is closed.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Between two reads or writes of a body, on either side; also how far a client may fall behind <see cref="LimitModel.MinUploadRate"/> and
    /// <see cref="LimitModel.MinDownloadRate"/>.
    /// </summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping process says that it is not ready and still accepts, so that balancers look elsewhere first.</summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>
    /// How long a kept client connection may wait for its next request, which then is its last, while the process drains; nothing: such connections
    /// are closed at once. Closing one just as a request is on its way loses that request.
    /// </summary>
    public TimeSpan DrainIdle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping process waits for exchanges under way.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}
