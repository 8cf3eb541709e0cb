namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>What one loop counts of its requests beside <see cref="ShardCounters"/>: by route, by stage, by reason. Written by the loop only.</summary>
internal sealed class RequestTelemetry
{
    public static readonly ExchangeStage[] Stages = Enum.GetValues<ExchangeStage>();

    private readonly LatencyHistogram[] _stages = [.. Stages.Select(static _ => new LatencyHistogram())];
    private readonly long[] _rejections;
    private volatile RouteCounters[] _routes = [];

    /// <param name="reasons">Number of reasons why the proxy answers itself.</param>
    public RequestTelemetry(int reasons)
    {
        _rejections = new long[reasons];
    }

    /// <summary>Requests that met no route.</summary>
    public RouteCounters Unrouted { get; } = new("none");

    /// <summary>In the order of the routes in force, then <see cref="Unrouted"/>.</summary>
    public IEnumerable<RouteCounters> Routes => _routes.Append(Unrouted);

    public LatencyHistogram Of(ExchangeStage stage) => _stages[(int)stage];

    /// <summary>Counters of the route at <paramref name="index"/> of the snapshot in force.</summary>
    public RouteCounters Of(int index) => _routes[index];

    public void Reject(int reason) => _rejections[reason]++;

    public long Rejections(int reason) => _rejections[reason];

    /// <summary>Other routes are in force; one of the same name counts on.</summary>
    public void Apply(IEnumerable<string> routes)
    {
        RouteCounters[] before = _routes;
        _routes = [.. routes.Select(route => Array.Find(before, counters => counters.Route == route) ?? new RouteCounters(route))];
    }
}
