using System.Text;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Finds a request's route: of those that match both, the one with the most specific host, then the longest path prefix.
/// An exact host stands before <c>*.suffix</c>, a longer suffix before a shorter, no host last. Prefixes are compared with the path
/// decoded once and encoded once, so no spelling of a path reaches another route.
/// </summary>
internal sealed class RouteTable
{
    private const int MaxHostLength = 255;

    private readonly Dictionary<byte[], Route[]>.AlternateLookup<ReadOnlySpan<byte>> _exact;
    private readonly (byte[] Suffix, Route[] Routes)[] _wildcards;
    private readonly Route[] _any;
    private readonly bool _hasHosts;

    public RouteTable(IEnumerable<Route> routes)
    {
        var exact = new Dictionary<byte[], Route[]>(BytesComparer.Instance);
        var wildcards = new List<(byte[] Suffix, Route[] Routes)>();
        _any = [];
        foreach (IGrouping<string?, Route> group in routes.GroupBy(static route => route.Host))
        {
            Route[] longestFirst = [.. group.OrderByDescending(static route => route.PathPrefix.Length)];
            if (group.Key is not { } host)
            {
                _any = longestFirst;
            }
            else if (host.StartsWith("*.", StringComparison.Ordinal))
            {
                wildcards.Add((Encoding.ASCII.GetBytes(host[1..]), longestFirst));
            }
            else
            {
                exact.Add(Encoding.ASCII.GetBytes(host), longestFirst);
            }
        }

        _exact = exact.GetAlternateLookup<ReadOnlySpan<byte>>();
        _wildcards = [.. wildcards.OrderByDescending(static wildcard => wildcard.Suffix.Length)];
        _hasHosts = exact.Count + _wildcards.Length > 0;
    }

    /// <summary>The route of a request, or null.</summary>
    /// <param name="host">Host as the client named it, with or without port, in any case.</param>
    /// <param name="canonicalPath">Path in canonical form.</param>
    public Route? Match(ReadOnlySpan<byte> host, ReadOnlySpan<byte> canonicalPath) =>
        Match(host, canonicalPath, mergeSlashes: false);

    /// <summary>The route that the path would take for a server that makes one slash of several.</summary>
    /// <param name="host">Host as the client named it.</param>
    /// <param name="canonicalPath">Path in canonical form.</param>
    public Route? MatchMerged(ReadOnlySpan<byte> host, ReadOnlySpan<byte> canonicalPath) =>
        Match(host, canonicalPath, mergeSlashes: true);

    private Route? Match(ReadOnlySpan<byte> host, ReadOnlySpan<byte> canonicalPath, bool mergeSlashes) =>
        (_hasHosts ? MatchHost(host, canonicalPath, mergeSlashes) : null) ?? Longest(_any, canonicalPath, mergeSlashes);

    private Route? MatchHost(ReadOnlySpan<byte> host, ReadOnlySpan<byte> canonicalPath, bool mergeSlashes)
    {
        host = WithoutPort(host);
        if (host.EndsWith("."u8))
        {
            // A fully qualified name is the same name (RFC 1034 §3.1).
            host = host[..^1];
        }

        if (host.Length > MaxHostLength)
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[MaxHostLength];
        Span<byte> lower = buffer[..host.Length];
        Ascii.ToLower(host, lower, out _);
        if (_exact.TryGetValue(lower, out Route[]? routes) && Longest(routes, canonicalPath, mergeSlashes) is { } exact)
        {
            return exact;
        }

        foreach ((byte[] suffix, Route[] candidates) in _wildcards)
        {
            if (lower.Length > suffix.Length && lower.EndsWith(suffix) && Longest(candidates, canonicalPath, mergeSlashes) is { } route)
            {
                return route;
            }
        }

        return null;
    }

    private static Route? Longest(Route[] longestFirst, ReadOnlySpan<byte> canonicalPath, bool mergeSlashes)
    {
        foreach (Route route in longestFirst)
        {
            if (mergeSlashes ? BeginsMerged(canonicalPath, route.PathPrefix) : canonicalPath.StartsWith(route.PathPrefix))
            {
                return route;
            }
        }

        return null;
    }

    /// <summary>Whether the path begins with a prefix when each run of slashes in it counts as one.</summary>
    private static bool BeginsMerged(ReadOnlySpan<byte> path, ReadOnlySpan<byte> prefix)
    {
        int at = 0;
        foreach (byte octet in prefix)
        {
            if (at == path.Length || path[at++] != octet)
            {
                return false;
            }

            while (octet == '/' && at < path.Length && path[at] == '/')
            {
                at++;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> host)
    {
        int colon = host.LastIndexOf((byte)':');
        bool inBrackets = colon >= 0 && host[colon..].Contains((byte)']');
        return colon < 0 || inBrackets ? host : host[..colon];
    }
}
