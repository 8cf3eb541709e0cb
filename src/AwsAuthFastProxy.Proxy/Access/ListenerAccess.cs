using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>What a listener asks of its connections, made ready for the loops. Immutable, part of a snapshot.</summary>
internal sealed class ListenerAccess
{
    private readonly AddressSet? _balancers;

    private ListenerAccess(ListenerModel model)
    {
        Tls = ListenerTls.Of(model.Tls);
        _balancers = model.ProxyProtocol ? new AddressSet(model.Trusted, []) : null;
    }

    /// <summary>Null: plain HTTP.</summary>
    public ListenerTls? Tls { get; }

    /// <summary>Whether each connection begins with a header of the PROXY protocol.</summary>
    public bool ProxyProtocol => _balancers is not null;

    /// <summary>Whether requests begin at once.</summary>
    public bool IsPlain => Tls is null && !ProxyProtocol;

    public static ListenerAccess Of(ListenerModel model) => new(model);

    /// <summary>Whether a peer is believed when it says whose connection it passes on.</summary>
    public bool Trusts(in ClientAddress peer) => peer.IsKnown && _balancers?.Find(peer.Value) == true;
}
