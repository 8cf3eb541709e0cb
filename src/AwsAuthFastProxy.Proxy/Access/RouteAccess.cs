using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>What a route asks of its clients, made ready for the loops. Immutable, part of a snapshot.</summary>
internal sealed class RouteAccess
{
    private readonly AddressSet? _addresses;
    private readonly bool _otherwise;

    private RouteAccess(AccessModel model, int index)
    {
        Basic = BasicRules.Of(model.Basic);
        RateLimit = Rate.Of(model.RateLimit, index);
        _otherwise = model.Allow.Count == 0;
        _addresses = model.Allow.Count + model.Deny.Count == 0 ? null : new AddressSet(model.Allow, model.Deny);
    }

    /// <summary>Null where the route asks for nothing, so that nothing is done.</summary>
    public static RouteAccess? Of(AccessModel? model, int index) =>
        model is null || (model.Allow.Count + model.Deny.Count == 0 && model.RateLimit is null && model.Basic is null) ? null : new RouteAccess(model, index);

    /// <summary>Passwords; null: none are asked for.</summary>
    public BasicRules? Basic { get; }

    /// <summary>How often one address may ask; null: as often as it likes.</summary>
    public Rate? RateLimit { get; }

    /// <summary>Whether the lists let an address in.</summary>
    public bool Permits(in ClientAddress client) =>
        _addresses is null || (client.IsKnown && (_addresses.Find(client.Value) ?? _otherwise));
}
