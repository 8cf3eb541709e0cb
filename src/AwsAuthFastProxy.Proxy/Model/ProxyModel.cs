namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>
/// The compiled configuration: validated, immutable, swapped whole on a reload. An exchange keeps the one it began with.
/// Built by the executable from what the user wrote; read by every event loop.
/// </summary>
public sealed record ProxyModel
{
    /// <summary>Addresses to accept clients on; at least one.</summary>
    public required IReadOnlyList<ListenerModel> Listeners { get; init; }

    /// <summary>All upstreams, also those no route names.</summary>
    public required IReadOnlyList<UpstreamModel> Upstreams { get; init; }

    /// <summary>Routes in the order of the configuration file; matching order is the route table's own.</summary>
    public required IReadOnlyList<RouteModel> Routes { get; init; }

    /// <summary>Servers in the order of the configuration; the listeners that none of them names have the routes without a server.</summary>
    public IReadOnlyList<ServerModel> Servers { get; init; } = [];

    /// <summary>Proxies in front whose X-Forwarded-For is believed.</summary>
    public IReadOnlyList<AddressBlock> TrustedProxies { get; init; } = [];

    /// <summary>How often one client address may ask, whatever the route; null: as often as it likes.</summary>
    public RateModel? RateLimit { get; init; }

    /// <summary>Files it was made of besides its own, such as certificates: a change of one is a change of it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Deadlines of every stage.</summary>
    public TimeoutModel Timeouts { get; init; } = new();

    /// <summary>Bounds on size and number.</summary>
    public LimitModel Limits { get; init; } = new();

    /// <summary>How the process is watched, or null.</summary>
    public AdminModel? Admin { get; init; }

    /// <summary>Where requests are logged that meet no route, or null.</summary>
    public AccessLogModel? AccessLog { get; init; }

    /// <summary>The configuration as it was written, as a JSON object with every secret masked; empty where nobody wrote one.</summary>
    public string Written { get; init; } = "";
}
