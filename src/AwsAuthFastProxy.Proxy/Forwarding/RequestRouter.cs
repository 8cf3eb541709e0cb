using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Server, route and the steps of both, in nginx's order: the server's steps, a route, its steps, and from there on perhaps another route.</summary>
internal static class RequestRouter
{
    /// <summary>How often a route may send the request to another; nginx's limit.</summary>
    private const int MaxChanges = 10;

    /// <summary>What finds the request's routes.</summary>
    public static RouteFinder FinderOf(Snapshot snapshot, in TextSource source)
    {
        RequestValues values = source.Values;
        if (snapshot.HasRewriting)
        {
            values.ForgetRewriting(source.Head.Length);
        }

        Server? server = snapshot.Servers?[values.Listener]?.Find(source.Head.Host.Of(source.Bytes));
        if (server is not null)
        {
            values.ServerName = server.Name;
            values.Trace?.Add($"server    {server.Model.Label}");
        }

        return new RouteFinder(snapshot.Routes, server, source);
    }

    /// <summary>Follows the request to the route that serves it.</summary>
    /// <param name="finder">Finds its routes.</param>
    /// <param name="canonicalPath">The client's path.</param>
    public static RoutedRequest Follow(in RouteFinder finder, ReadOnlySpan<byte> canonicalPath)
    {
        TextSource source = finder.Source;
        ReadOnlySpan<byte> path = canonicalPath;
        if (finder.Server?.Rewrite is { } steps)
        {
            RewriteEnd end = RewriteRun.Do(steps, source, out OwnAnswer answer);
            if (end is RewriteEnd.Answer or RewriteEnd.Failed || (source.Values.HasUri && !TryWriteCanonical(source.Values, out path)))
            {
                return Ended(null, answer);
            }
        }

        for (int changes = 0; ; changes++)
        {
            Route? route = finder.Match(path);
            if (source.Values.IsTooLong)
            {
                return Ended(route, default);
            }

            if (route is null || changes > MaxChanges)
            {
                return new RoutedRequest(route, path) { Error = route is null ? ProxyError.NoRoute : ProxyError.RewriteCycle };
            }

            source.Values.Trace?.Add($"route     {route.Label}");
            if (route.Rewrite is null)
            {
                return Ready(route, path);
            }

            RewriteEnd end = RewriteRun.Do(route.Rewrite, source, out OwnAnswer answer);
            if (end is RewriteEnd.Answer or RewriteEnd.Failed)
            {
                return Ended(route, answer);
            }

            if (source.Values.HasUri && !TryWriteCanonical(source.Values, out path))
            {
                return Ended(route, default);
            }

            if (end == RewriteEnd.Stay)
            {
                return Ready(route, path);
            }
        }
    }

    private static RoutedRequest Ready(Route route, ReadOnlySpan<byte> path) => new(route, path)
    {
        Error = ReferenceEquals(route.Upstream, Upstream.None) ? ProxyError.NoRoute : null,
    };

    /// <summary>An answer; or, without one, that rewriting failed.</summary>
    private static RoutedRequest Ended(Route? route, OwnAnswer answer) => new(route, default)
    {
        Answer = answer,
        Error = answer.IsNone ? ProxyError.RewriteFailed : null,
    };

    private static bool TryWriteCanonical(RequestValues values, out ReadOnlySpan<byte> path)
    {
        Span<byte> room = values.Room(3 * values.Uri.Length);
        var writer = new HeadWriter(room);
        Octets.WriteCanonical(ref writer, values.Uri);
        path = values.Of(values.Keep(writer.Length));
        return !room.IsEmpty;
    }
}
