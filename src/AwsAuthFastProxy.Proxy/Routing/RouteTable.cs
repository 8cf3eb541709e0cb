using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Rewriting;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Finds a request's route where no server is asked: of those that match both, the one with the most specific host, then that of its
/// <see cref="RouteSet"/>. An exact host stands before <c>*.suffix</c>, a longer suffix before a shorter, no host last.
/// </summary>
internal sealed class RouteTable
{
    private readonly Dictionary<byte[], RouteSet>.AlternateLookup<ReadOnlySpan<byte>> _exact;
    private readonly (byte[] Suffix, RouteSet Routes)[] _wildcards;
    private readonly RouteSet _any;
    private readonly bool _hasHosts;

    public RouteTable(IReadOnlyCollection<Route> routes)
    {
        Count = routes.Count;
        var exact = new Dictionary<byte[], RouteSet>(BytesComparer.Instance);
        var wildcards = new List<(byte[] Suffix, RouteSet Routes)>();
        _any = new RouteSet([]);
        foreach (IGrouping<string?, Route> group in routes.GroupBy(static route => route.Host))
        {
            var set = new RouteSet(group);
            if (group.Key is not { } host)
            {
                _any = set;
            }
            else if (host.StartsWith("*.", StringComparison.Ordinal))
            {
                wildcards.Add((Encoding.ASCII.GetBytes(host[1..]), set));
            }
            else
            {
                exact.Add(Encoding.ASCII.GetBytes(host), set);
            }
        }

        _exact = exact.GetAlternateLookup<ReadOnlySpan<byte>>();
        _wildcards = [.. wildcards.OrderByDescending(static wildcard => wildcard.Suffix.Length)];
        _hasHosts = exact.Count + _wildcards.Length > 0;
    }

    /// <summary>How many routes there are, of all hosts.</summary>
    public int Count { get; }

    /// <summary>The route of a request, or null.</summary>
    /// <param name="host">Host as the client named it, with or without port, in any case.</param>
    /// <param name="canonicalPath">Path in canonical form.</param>
    /// <param name="source">The request, for regexes.</param>
    public Route? Match(ReadOnlySpan<byte> host, ReadOnlySpan<byte> canonicalPath, in TextSource source) =>
        (_hasHosts ? MatchHost(host, canonicalPath, default, source) : null) ?? Find(_any, canonicalPath, default, source);

    /// <summary>The route that another path than the one in force would take, or null.</summary>
    /// <param name="host">Host as the client named it.</param>
    /// <param name="canonicalPath">That path in canonical form, written in the request's values.</param>
    /// <param name="source">The request.</param>
    public Route? MatchOther(ReadOnlySpan<byte> host, ByteRange canonicalPath, in TextSource source) =>
        (_hasHosts ? MatchHost(host, default, canonicalPath, source) : null) ?? Find(_any, default, canonicalPath, source);

    /// <summary>Whether other routes of a host take some of the paths below a route's prefix, into the same bucket.</summary>
    /// <param name="host">Host as the client named it.</param>
    /// <param name="route">A route of that host.</param>
    public bool IsCarved(ReadOnlySpan<byte> host, Route route)
    {
        Span<byte> buffer = stackalloc byte[HostKey.MaxLength];
        if (!_hasHosts || !HostKey.TryWrite(host, buffer, out ReadOnlySpan<byte> lower))
        {
            return _any.Carves(route);
        }

        if (_exact.TryGetValue(lower, out RouteSet? routes) && (routes.Carves(route) || routes.Contains(route)))
        {
            return routes.Carves(route);
        }

        foreach ((byte[] suffix, RouteSet candidates) in _wildcards)
        {
            if (lower.Length > suffix.Length && lower.EndsWith(suffix) && (candidates.Carves(route) || candidates.Contains(route)))
            {
                return candidates.Carves(route);
            }
        }

        return _any.Carves(route);
    }

    private Route? MatchHost(ReadOnlySpan<byte> host, ReadOnlySpan<byte> canonicalPath, ByteRange other, in TextSource source)
    {
        Span<byte> buffer = stackalloc byte[HostKey.MaxLength];
        if (!HostKey.TryWrite(host, buffer, out ReadOnlySpan<byte> lower))
        {
            return null;
        }

        if (_exact.TryGetValue(lower, out RouteSet? routes) && Find(routes, canonicalPath, other, source) is { } exact)
        {
            return exact;
        }

        foreach ((byte[] suffix, RouteSet candidates) in _wildcards)
        {
            if (lower.Length > suffix.Length && lower.EndsWith(suffix) && Find(candidates, canonicalPath, other, source) is { } route)
            {
                return route;
            }
        }

        return null;
    }

    private static Route? Find(RouteSet routes, ReadOnlySpan<byte> canonicalPath, ByteRange other, in TextSource source) =>
        canonicalPath.IsEmpty ? routes.FindOther(other, source.Values) : routes.Find(canonicalPath, source);
}
