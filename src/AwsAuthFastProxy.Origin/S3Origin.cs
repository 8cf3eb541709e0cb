namespace AwsAuthFastProxy.Origin;

/// <summary>
/// An S3 server in memory that believes nothing: it verifies every signature by the AWS documents alone and reads HTTP/1.1 strictly.
/// It serves any stream; <see cref="OriginListener"/> brings it sockets. Safe for use from any thread.
/// </summary>
public sealed class S3Origin
{
    private readonly OriginOptions _options;
    private readonly SignatureVerifier _verifier;
    private readonly S3Operations _operations;
    private long _connections;
    private long _openConnections;

    /// <summary>An origin over a store; the store stays the caller's to fill and to look at.</summary>
    public S3Origin(OriginOptions options, ObjectStore store)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        _options = options;
        Store = store;
        _verifier = new SignatureVerifier(options);
        _operations = new S3Operations(store, options);
    }

    /// <summary>Called for every request whose head and content could be read, before its answer is sent, on the connection's thread.</summary>
    public event Action<OriginRequest>? RequestReceived;

    /// <summary>Called with the reason when a connection is refused for breaking HTTP/1.1, before the answer is sent.</summary>
    public event Action<string>? RequestRefused;

    /// <summary>The buckets and objects.</summary>
    public ObjectStore Store { get; }

    /// <summary>How many connections were ever served.</summary>
    public long ConnectionCount => Interlocked.Read(ref _connections);

    /// <summary>How many connections are being served.</summary>
    public long OpenConnectionCount => Interlocked.Read(ref _openConnections);

    /// <summary>
    /// Serves one connection until the client ends it, asks for its end, breaks the protocol or goes away. Does not dispose the stream.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task ServeAsync(Stream stream, CancellationToken cancellation)
    {
        var connection = new OriginConnection(Interlocked.Increment(ref _connections), stream, _options, _verifier, _operations)
        {
            Received = request => RequestReceived?.Invoke(request),
            Refused = reason => RequestRefused?.Invoke(reason),
        };
        Interlocked.Increment(ref _openConnections);
        try
        {
            await connection.RunAsync(cancellation);
        }
        catch (IOException)
        {
            // The peer is gone; what it had begun to say is of no use.
        }
        finally
        {
            Interlocked.Decrement(ref _openConnections);
        }
    }
}
