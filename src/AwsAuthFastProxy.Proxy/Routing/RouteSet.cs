using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Rewriting;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// The routes of one host or server, in nginx's order: the exact path; else the longest prefix, at once where it says so; else the regexes
/// in the order they were written; else that longest prefix. Prefixes and exact paths are compared with the path decoded once and encoded
/// once, regexes with the path decoded once, so no spelling of a path reaches another route.
/// </summary>
internal sealed class RouteSet
{
    private readonly Route[] _longestFirst;
    private readonly Dictionary<byte[], Route>.AlternateLookup<ReadOnlySpan<byte>>? _exact;
    private readonly Route[] _regexes;
    private readonly Route[] _all;
    private readonly bool _isPlain;

    public RouteSet(IEnumerable<Route> routes)
    {
        _all = [.. routes];
        _longestFirst = [.. _all.Where(static route => route.Match == PathMatch.Prefix).OrderByDescending(static route => route.PathPrefix.Length)];
        _regexes = [.. _all.Where(static route => route.Match == PathMatch.Regex)];
        Route[] exact = [.. _all.Where(static route => route.Match == PathMatch.Exact)];
        if (exact.Length > 0)
        {
            _exact = exact.ToDictionary(static route => route.PathPrefix, BytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        _isPlain = exact.Length + _regexes.Length == 0;
    }

    /// <summary>How many routes there are.</summary>
    public int Count => _all.Length;

    /// <summary>The route of a path, or null.</summary>
    /// <param name="canonicalPath">The path in canonical form.</param>
    /// <param name="source">The request, for regexes: they see the path in force there.</param>
    public Route? Find(ReadOnlySpan<byte> canonicalPath, in TextSource source)
    {
        if (_isPlain)
        {
            return Longest(canonicalPath);
        }

        if (_exact is { } exact && exact.TryGetValue(canonicalPath, out Route? same))
        {
            return same;
        }

        Route? longest = Longest(canonicalPath);
        if (longest is { BeforeRegexes: true })
        {
            return longest;
        }

        foreach (Route route in _regexes)
        {
            if (source.Values.TryMatch(route.Pattern!, source))
            {
                return route;
            }
        }

        return longest;
    }

    /// <summary>The route that another path than the one in force would take, or null.</summary>
    /// <param name="canonicalPath">That path in canonical form, written in <paramref name="values"/>.</param>
    /// <param name="values">The request's values.</param>
    public Route? FindOther(ByteRange canonicalPath, RequestValues values)
    {
        ReadOnlySpan<byte> path = values.Of(canonicalPath);
        if (_exact is { } exact && exact.TryGetValue(path, out Route? same))
        {
            return same;
        }

        Route? longest = Longest(path);
        if (longest is { BeforeRegexes: true } || _regexes.Length == 0)
        {
            return longest;
        }

        ByteRange decoded = values.Decode(canonicalPath);
        foreach (Route route in _regexes)
        {
            if (values.IsMatch(route.Pattern!, decoded))
            {
                return route;
            }
        }

        return longest;
    }

    public bool Contains(Route route) => Array.IndexOf(_all, route) >= 0;

    /// <summary>Whether one of these routes takes some of the paths below another's prefix, into the same bucket.</summary>
    public bool Carves(Route route)
    {
        foreach (Route other in _all)
        {
            // A route that only answers keeps clients from what would be there; at a single path it is about that one.
            bool isAbout = ReferenceEquals(other.Upstream, Upstream.None) ? other.Match != PathMatch.Exact : other.Upstream.MayShareBucket(route.Upstream);
            if (isAbout && !ReferenceEquals(other, route)
                && (other.Match == PathMatch.Regex ? !route.BeforeRegexes : other.PathPrefix.AsSpan().StartsWith(route.PathPrefix)))
            {
                return true;
            }
        }

        return false;
    }

    private Route? Longest(ReadOnlySpan<byte> canonicalPath)
    {
        foreach (Route route in _longestFirst)
        {
            if (canonicalPath.StartsWith(route.PathPrefix))
            {
                return route;
            }
        }

        return null;
    }
}
