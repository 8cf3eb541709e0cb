using System.Net;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>
/// Routes of their own for some hosts on some listeners. A request on a listener that a server names goes to exactly one server. The routes
/// are those that name it as <see cref="RouteModel.Server"/>.
/// </summary>
public sealed record ServerModel
{
    /// <summary>Addresses of its listeners, as the configuration names them: sockets stay across a reload, their places in a file do not.</summary>
    public required IReadOnlyList<IPEndPoint> Listeners { get; init; }

    /// <summary>Lower-case host names without port, <c>*.suffix</c> and <c>prefix.*</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Takes its listeners' requests whose host is no server's; without one the first server of the listener does.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Done before a route is chosen.</summary>
    public IReadOnlyList<RewriteStep> Rewrite { get; init; } = [];

    /// <summary>As metrics, logs and messages call it: its first host, or <c>_</c>, and where that is not enough its listener.</summary>
    public required string Label { get; init; }
}
