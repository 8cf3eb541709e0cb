using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Outcome of composing a request: the bytes of the head to send, signature included, in a rented block; or the answer instead; or that the
/// body must be read first.
/// </summary>
internal readonly struct Composition
{
    private readonly ChunkSigners? _chunkSigners;

    private Composition(
        Route? route, Upstream? upstream, byte[]? block, int length, ErrorAnswer? error, string detail, in PayloadPlan payload, ChunkSigners? chunkSigners, ChunkSigner? chunkSigner)
    {
        Route = route;
        Upstream = upstream;
        Block = block;
        Length = length;
        Error = error;
        Detail = detail;
        Payload = payload;
        _chunkSigners = chunkSigners;
        ChunkSigner = chunkSigner;
    }

    /// <summary>The request's route; null when none was found.</summary>
    public Route? Route { get; }

    /// <summary>Where it goes; null on error.</summary>
    public Upstream? Upstream { get; }

    /// <summary>Block of the loop's pool that begins with the head; the exchange gives it back. Null on error.</summary>
    public byte[]? Block { get; }

    /// <summary>Bytes of the head.</summary>
    public int Length { get; }

    /// <summary>What to answer instead, or null.</summary>
    public ErrorAnswer? Error { get; }

    /// <summary>Words for the log beside <see cref="Error"/>.</summary>
    public string Detail { get; }

    /// <summary>To be waited for before the request is composed anew; null when there is nothing to wait for.</summary>
    public PasswordCheck? Pending { get; private init; }

    /// <summary>Seconds after which a request that came too often may come again.</summary>
    public int RetryAfter { get; private init; }

    /// <summary>What steps of the configuration answer; none where there is no such answer.</summary>
    public OwnAnswer Answer { get; private init; }

    /// <summary>How the body is read and sent.</summary>
    public PayloadPlan Payload { get; }

    /// <summary>Signs the body's chunks, or null.</summary>
    public ChunkSigner? ChunkSigner { get; }

    /// <summary>The head.</summary>
    public ReadOnlyMemory<byte> Head => Block.AsMemory(0, Length);

    /// <summary>The head's signature: the end of Authorization, which is the last field.</summary>
    public ReadOnlySpan<byte> Seed => Head.Span[^(RequestSigner.SignatureLength + "\r\n\r\n"u8.Length)..^"\r\n\r\n"u8.Length];

    /// <summary>The same with other words for the log.</summary>
    public Composition WithDetail(string detail) => new(Route, Upstream, Block, Length, Error, detail, Payload, _chunkSigners, ChunkSigner);

    public static Composition TooOften(int retryAfter) =>
        new(null, null, null, 0, ErrorAnswers.Of(ProxyError.RateLimited), "", default, null, null) { RetryAfter = retryAfter };

    /// <summary>Steps of the configuration answer.</summary>
    public static Composition Answered(Route? route, in OwnAnswer answer) =>
        new(route, null, null, 0, null, "", default, null, null) { Answer = answer };

    /// <summary>The route does not let the request in, or not yet.</summary>
    public static Composition NotLetIn(Route route, in AccessVerdict verdict) =>
        new(route, null, null, 0, verdict.Error is { } error ? ErrorAnswers.Of(error) : null, "", default, null, null)
        {
            RetryAfter = verdict.RetryAfter,
            Pending = verdict.Pending,
        };

    /// <summary>Gives the chunks' signer back.</summary>
    public void ReturnSigner()
    {
        if (ChunkSigner is not null)
        {
            _chunkSigners!.Return(ChunkSigner);
        }
    }

    /// <summary>The same request signed anew, by <paramref name="slot"/>.</summary>
    public Composition With(Upstream upstream, byte[] block, int length, SignerSlot slot)
    {
        ReturnSigner();
        ChunkSigners? chunkSigners = Payload.IsSigned ? slot.Chunks : null;
        return new Composition(Route, upstream, block, length, Error, Detail, Payload with { Time = slot.Time }, chunkSigners, chunkSigners?.Rent());
    }

    public static Composition Composed(Route route, Upstream upstream, byte[] block, int length, in PayloadPlan payload, ChunkSigners? chunkSigners) =>
        new(route, upstream, block, length, null, "", payload, chunkSigners, chunkSigners?.Rent());

    public static Composition ReadingFirst(Route route, in PayloadPlan payload) => new(route, null, null, 0, null, "", payload, null, null);

    public static Composition Refused(Route? route, ProxyError error, string detail = "") => Refused(route, ErrorAnswers.Of(error), detail);

    public static Composition Refused(Route? route, ErrorAnswer error, string detail = "") => new(route, null, null, 0, error, detail, default, null, null);
}
