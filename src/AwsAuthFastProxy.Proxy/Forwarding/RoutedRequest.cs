using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Where routing and rewriting led: to a route with a path, to an answer, or nowhere.</summary>
internal readonly ref struct RoutedRequest(Route? route, ReadOnlySpan<byte> path)
{
    /// <summary>The route; null where none was found, or where a server's steps answered.</summary>
    public Route? Route { get; } = route;

    /// <summary>The path by which the route was found, in canonical form.</summary>
    public ReadOnlySpan<byte> Path { get; } = path;

    /// <summary>What to answer; none where the request goes on.</summary>
    public OwnAnswer Answer { get; init; }

    /// <summary>Why it does not go on, or null.</summary>
    public ProxyError? Error { get; init; }
}
