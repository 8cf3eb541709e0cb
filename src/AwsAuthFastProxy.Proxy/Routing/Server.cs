using System.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>A server with its routes in matching order. Immutable, part of a <see cref="Snapshot"/>.</summary>
internal sealed class Server(ServerModel model, IEnumerable<Route> routes)
{
    public ServerModel Model { get; } = model;

    /// <summary>Its first host, or empty.</summary>
    public byte[] Name { get; } = model.Hosts.Count == 0 ? [] : Encoding.ASCII.GetBytes(model.Hosts[0]);

    /// <summary>Done before a route is chosen; null: nothing.</summary>
    public RewriteStep[]? Rewrite { get; } = model.Rewrite.Count == 0 ? null : [.. model.Rewrite];

    public RouteSet Routes { get; } = new(routes);
}
