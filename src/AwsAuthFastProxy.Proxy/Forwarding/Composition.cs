using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Outcome of composing a request: the bytes of the head to send, signature included, in a rented block; or the answer instead.
/// </summary>
internal readonly struct Composition
{
    private Composition(Route? route, Upstream? upstream, byte[]? block, int length, ErrorAnswer? error, string detail)
    {
        Route = route;
        Upstream = upstream;
        Block = block;
        Length = length;
        Error = error;
        Detail = detail;
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

    /// <summary>The head.</summary>
    public ReadOnlyMemory<byte> Head => Block.AsMemory(0, Length);

    /// <summary>The same with other words for the log.</summary>
    public Composition WithDetail(string detail) => new(Route, Upstream, Block, Length, Error, detail);

    /// <summary>The same request signed anew.</summary>
    public Composition With(Upstream upstream, byte[] block, int length) => new(Route, upstream, block, length, Error, Detail);

    public static Composition Composed(Route route, Upstream upstream, byte[] block, int length) => new(route, upstream, block, length, null, "");

    public static Composition Refused(Route? route, ProxyError error, string detail = "") => new(route, null, null, 0, ErrorAnswers.Of(error), detail);
}
