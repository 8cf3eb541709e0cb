using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Finds routes of one request's server, or of its host where no server is asked.</summary>
internal readonly ref struct RouteFinder(RouteTable table, Server? server, TextSource source)
{
    private readonly TextSource _source = source;

    /// <summary>The server; null where none is asked.</summary>
    public Server? Server => server;

    /// <summary>The request.</summary>
    public TextSource Source => _source;

    /// <summary>The route of a path in canonical form, or null.</summary>
    public Route? Match(ReadOnlySpan<byte> canonicalPath) => server is null
        ? table.Match(_source.Head.Host.Of(_source.Bytes), canonicalPath, _source)
        : server.Routes.Find(canonicalPath, _source);

    /// <summary>The route that the path would take for a server that makes one slash of several.</summary>
    public Route? MatchMerged(ReadOnlySpan<byte> canonicalPath) => server is null
        ? table.MatchMerged(_source.Head.Host.Of(_source.Bytes), canonicalPath, _source)
        : server.Routes.FindMerged(canonicalPath, _source.Values);
}
