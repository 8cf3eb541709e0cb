using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Rewriting;

namespace AwsAuthFastProxy.Proxy.Routing;

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

    /// <summary>Whether there is only one route to be found.</summary>
    public bool IsSingle => (server is null ? table.Count : server.Routes.Count) == 1;

    /// <summary>Whether other routes take some of the paths below a route's prefix, into the same bucket.</summary>
    public bool IsCarved(Route route) => server is null
        ? table.IsCarved(_source.Head.Host.Of(_source.Bytes), route)
        : server.Routes.Carves(route);

    /// <summary>The route of a path that is not the one in force, or null.</summary>
    /// <param name="canonicalPath">The path in canonical form, written in the request's values.</param>
    public Route? MatchOther(ByteRange canonicalPath) => server is null
        ? table.MatchOther(_source.Head.Host.Of(_source.Bytes), canonicalPath, _source)
        : server.Routes.FindOther(canonicalPath, _source.Values);

    /// <summary>Whether a route's path leads to the same route for a server that makes one slash of several.</summary>
    /// <param name="route">The route of the path.</param>
    /// <param name="canonicalPath">The path in canonical form.</param>
    public bool IsSameMerged(Route route, ReadOnlySpan<byte> canonicalPath)
    {
        if (canonicalPath.IndexOf("//"u8) < 0)
        {
            return true;
        }

        Route? merged = MatchOther(_source.Values.Merge(canonicalPath));
        // Whoever writes two slashes in a route's own path means them.
        return ReferenceEquals(merged, route) || (merged is null && !_source.Values.IsTooLong && route.PathPrefix.AsSpan().IndexOf("//"u8) >= 0);
    }
}
