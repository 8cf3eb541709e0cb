using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>What a route asks of its clients, made ready for the loops. Immutable, part of a snapshot.</summary>
internal sealed class RouteAccess
{
    private readonly AddressSet? _addresses;
    private readonly AccessModel _model;
    private readonly bool _otherwise;
    private readonly bool _oneIsEnough;

    private RouteAccess(AccessModel model, int index, RouteAccess? like)
    {
        _model = model;
        Basic = like is not null && ReferenceEquals(like._model.Basic, model.Basic) ? like.Basic : BasicRules.Of(model.Basic);
        _oneIsEnough = model.SatisfyAny && Basic is not null;
        RateLimit = Rate.Of(model.RateLimit, index);
        _otherwise = model.Allow.Count == 0;
        _addresses = model.Allow.Count + model.Deny.Count == 0 ? null : new AddressSet(model.Allow, model.Deny);
    }

    /// <summary>Null where the route asks for nothing, so that nothing is done.</summary>
    /// <param name="model">What the configuration says.</param>
    /// <param name="index">The route's; a limit of rate is one for all rules of a route.</param>
    /// <param name="like">Other rules of the same route, whose passwords may be the same.</param>
    public static RouteAccess? Of(AccessModel? model, int index, RouteAccess? like = null) =>
        model is null || (model.Allow.Count + model.Deny.Count == 0 && model.RateLimit is null && model.Basic is null) ? null : new RouteAccess(model, index, like);

    /// <summary>Passwords; null: none are asked for.</summary>
    public BasicRules? Basic { get; }

    /// <summary>How often one address may ask; null: as often as it likes.</summary>
    public Rate? RateLimit { get; }

    /// <summary>Whether an address is let in without a password, where one of the two is enough.</summary>
    public bool IsEnough(in ClientAddress client) => _oneIsEnough && client.IsKnown && _addresses?.Find(client.Value) == true;

    /// <summary>Whether the lists let an address in; or a password is enough whatever they say.</summary>
    public bool Permits(in ClientAddress client) =>
        _addresses is null || _oneIsEnough || (client.IsKnown && (_addresses.Find(client.Value) ?? _otherwise));
}
