using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// A <see cref="ProxyModel"/> made ready for the loops: names as bytes, routes in matching order, durations in milliseconds.
/// Everything reachable from it is immutable; loops swap it whole.
/// </summary>
internal sealed class Snapshot
{
    public Snapshot(ProxyModel model, int workers)
    {
        Model = model;
        Upstreams = [.. model.Upstreams.Select(static (upstream, index) => new Upstream(upstream, index))];
        Dictionary<UpstreamModel, Upstream> byModel = Upstreams.ToDictionary(static upstream => upstream.Model);
        AccessLogs = [.. model.Routes.Select(static route => route.AccessLog).Append(model.AccessLog).OfType<AccessLogModel>().Distinct()
            .Select(static (log, index) => new AccessLogTarget(log, index))];
        Dictionary<AccessLogModel, AccessLogTarget> logs = AccessLogs.ToDictionary(static log => log.Model);
        AccessLog = model.AccessLog is null ? null : logs[model.AccessLog];
        RouteNames = [.. model.Routes.Select(static route => route.Label)];
        Route[] routes = [.. model.Routes.Select((route, index) => new Route(route, route.Upstream is null ? Upstream.None : byModel[route.Upstream], index, model.Timeouts, model.Limits)
        {
            Index = index,
            AccessLog = route.AccessLog is null ? null : logs[route.AccessLog],
        })];
        Routes = new RouteTable(Array.FindAll(routes, static route => route.Model.Server is null));
        Server[] servers = [.. model.Servers.Select(server => new Server(server, routes.Where(route => ReferenceEquals(route.Model.Server, server))))];
        Servers = servers.Length == 0 ? null : [.. model.Listeners.Select(listener => TableOf(servers, listener))];
        HasRewriting = servers.Length > 0 || Array.Exists(routes, static route => route.Rewrite is not null || route.Target is not null || route.Pattern is not null);
        BodyBytes = model.Routes.Select(static route => route.BodyBytes ?? 0).Append(model.Limits.BodyBytes).Max();
        LongestAddedPrefix = model.Routes.Max(static route => (int?)Math.Max(route.AddPrefix.Length, route.ReplacePrefix.Length)) ?? 0;
        HeadLimits = new HeadLimits(model.Limits.HeadBytes, model.Limits.Headers, Math.Min(model.Limits.TargetBytes, model.Limits.HeadBytes));
        ConnectionsPerUpstream = Math.Max(1, model.Limits.ConnectionsPerUpstream / workers);
        WaitersPerUpstream = Math.Max(1, model.Limits.WaitersPerUpstream / workers);
        ClientConnections = Math.Max(1, model.Limits.ClientConnections / workers);
        ClientHeader = Milliseconds(model.Timeouts.ClientHeader);
        ClientIdle = Milliseconds(model.Timeouts.ClientIdle);
        Connect = Milliseconds(model.Timeouts.Connect);
        Queue = Milliseconds(model.Timeouts.Queue);
        UpstreamFirstByte = Milliseconds(model.Timeouts.UpstreamFirstByte);
        UpstreamIdle = Milliseconds(model.Timeouts.UpstreamIdle);
        Body = Milliseconds(model.Timeouts.Body);
        Linger = Milliseconds(model.Timeouts.Linger);
        DrainIdle = Milliseconds(model.Timeouts.DrainIdle);
        TlsHandshake = Milliseconds(model.Timeouts.TlsHandshake);
        TlsHandshakes = Math.Max(1, model.Limits.TlsHandshakes / workers);
        Listeners = [.. model.Listeners.Select(ListenerAccess.Of)];
        TrustedProxies = model.TrustedProxies.Count == 0 ? null : new AddressSet(model.TrustedProxies, []);
        ConnectionRate = Rate.Of(model.Limits.ConnectionRate, number: -2);
        RateLimit = Rate.Of(model.RateLimit, number: -1);
    }

    public ProxyModel Model { get; }

    public Upstream[] Upstreams { get; }

    /// <summary>For the listeners that no server names.</summary>
    public RouteTable Routes { get; }

    /// <summary>The servers of each listener, null for one that has none; null: there are no servers.</summary>
    public ServerTable?[]? Servers { get; }

    /// <summary>Whether a request can leave anything in its values: with regexes, steps or servers.</summary>
    public bool HasRewriting { get; }

    /// <summary>What each listener asks of its connections, in the order of the configuration.</summary>
    public ListenerAccess[] Listeners { get; }

    /// <summary>Proxies whose X-Forwarded-For is believed; null: none.</summary>
    public AddressSet? TrustedProxies { get; }

    public Rate? ConnectionRate { get; }

    public Rate? RateLimit { get; }

    /// <summary>The routes' labels by their index.</summary>
    public string[] RouteNames { get; }

    /// <summary>All access logs.</summary>
    public AccessLogTarget[] AccessLogs { get; }

    /// <summary>That of requests which meet no route, or null.</summary>
    public AccessLogTarget? AccessLog { get; }

    public HeadLimits HeadLimits { get; }

    /// <summary>Most bytes of a request body that some route takes.</summary>
    public long BodyBytes { get; }

    /// <summary>Bytes of the longest prefix a route adds, or puts in place of another.</summary>
    public int LongestAddedPrefix { get; }

    /// <summary>Each loop's share of the limit.</summary>
    public int ConnectionsPerUpstream { get; }

    /// <summary>Each loop's share of the limit.</summary>
    public int WaitersPerUpstream { get; }

    /// <summary>Each loop's share of the limit.</summary>
    public int ClientConnections { get; }

    public long ClientHeader { get; }

    public long ClientIdle { get; }

    public long Connect { get; }

    public long Queue { get; }

    public long UpstreamFirstByte { get; }

    public long UpstreamIdle { get; }

    public long Body { get; }

    public long Linger { get; }

    public long DrainIdle { get; }

    public long TlsHandshake { get; }

    /// <summary>Each loop's share of the limit.</summary>
    public int TlsHandshakes { get; }

    private static ServerTable? TableOf(Server[] servers, ListenerModel listener)
    {
        if (listener.IsLeft)
        {
            return ServerTable.Nobody;
        }

        Server[] own = Array.FindAll(servers, server => server.Model.Listeners.Contains(listener.EndPoint));
        return own.Length == 0 ? null : new ServerTable(own);
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
