using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// The addresses of one upstream on one loop: which there are, which are to be dialled first, which are set aside. An address that the
/// look-ups name no more is dialled no more; its connections serve on for a while, since names of large services give other addresses each time.
/// </summary>
internal sealed class PeerList(ConnectionKey key, ShardCounters counters, ILogger logger)
{
    /// <summary>Milliseconds after which an address that no look-up names is given up.</summary>
    public const long Grace = 120_000;

    private readonly string _upstream = new ConnectTarget(key.Host, key.Port).ToString();
    private readonly List<UpstreamPeer> _peers = [];
    private AddressFamily _preferred;
    private int _turn;
    private bool _retired;

    /// <summary>All that are remembered.</summary>
    public IReadOnlyList<UpstreamPeer> All => _peers;

    /// <summary>Takes the answers of look-ups; at least one address, the preferred kind first (RFC 6724).</summary>
    public void Update(ReadOnlySpan<IPEndPoint> endPoints, long now)
    {
        _preferred = endPoints[0].AddressFamily;
        foreach (UpstreamPeer peer in _peers)
        {
            peer.IsNamed = false;
        }

        foreach (IPEndPoint endPoint in endPoints)
        {
            UpstreamPeer? peer = _peers.Find(known => known.EndPoint.Equals(endPoint));
            if (peer is null)
            {
                string address = endPoint.Port == key.Port ? endPoint.Address.ToString() : endPoint.ToString();
                peer = new UpstreamPeer(endPoint, new AddressCounters(_upstream, address));
                _peers.Add(peer);
                counters.Addresses = _retired ? counters.Addresses : [.. counters.Addresses, peer.Counters];
            }

            peer.IsNamed = true;
            peer.LastNamed = now;
        }

        UpstreamPeer[] gone = [.. _peers.Where(peer => IsGone(peer, now))];
        if (gone.Length > 0)
        {
            _peers.RemoveAll(gone.Contains);
            Uncount(gone);
        }
    }

    /// <summary>Whether its connections are to be let go.</summary>
    public static bool IsGone(UpstreamPeer peer, long now) => !peer.IsNamed && now - peer.LastNamed > Grace;

    /// <summary>Whether another address is in service, so that <paramref name="peer"/> can be spared.</summary>
    public bool HasOther(UpstreamPeer peer, long now) =>
        _peers.Exists(other => other != peer && other.IsNamed && !other.IsAside(now));

    /// <summary>
    /// The order in which addresses are dialled. Those in service first: the least used of each kind in turn (RFC 8305 §4), equals taking
    /// turns, <paramref name="avoid"/> last. Then those set aside, the least bad first.
    /// </summary>
    public UpstreamPeer[] Order(long now, UpstreamPeer? avoid)
    {
        UpstreamPeer[] named = [.. _peers.Where(static peer => peer.IsNamed)];
        int first = named.Length == 0 ? 0 : _turn++ % named.Length;
        UpstreamPeer[] serving = [.. named[first..].Concat(named[..first])
            .Where(peer => !peer.IsAside(now))
            .OrderBy(peer => peer == avoid)
            .ThenBy(static peer => peer.Connections)];
        UpstreamPeer[] preferred = [.. serving.Where(peer => peer.Address.AddressFamily == _preferred && peer != avoid)];
        UpstreamPeer[] others = [.. serving.Where(peer => peer.Address.AddressFamily != _preferred && peer != avoid)];
        IEnumerable<UpstreamPeer> alternating = Enumerable.Range(0, Math.Max(preferred.Length, others.Length))
            .SelectMany(i => preferred.Skip(i).Take(1).Concat(others.Skip(i).Take(1)));
        return
        [
            .. alternating,
            .. serving.Where(peer => peer == avoid),
            .. named.Where(peer => peer.IsAside(now)).OrderBy(static peer => peer.Failures).ThenBy(peer => peer == avoid),
        ];
    }

    /// <summary>Something failed that speaks against an address. True when it was set aside for that.</summary>
    public bool OnFailure(UpstreamPeer peer, long now)
    {
        counters.AddressFailures++;
        if (!peer.OnFailure(now))
        {
            return false;
        }

        counters.SetAside++;
        ProxyLog.AddressSetAside(logger, _upstream, peer.Counters.Address, peer.Failures, peer.Aside);
        return true;
    }

    /// <summary>An address gave a good response.</summary>
    public void OnSuccess(UpstreamPeer peer)
    {
        if (peer.OnSuccess())
        {
            ProxyLog.AddressBack(logger, _upstream, peer.Counters.Address);
        }
    }

    /// <summary>No configuration names the upstream any more: its addresses are counted no more.</summary>
    public void Retire()
    {
        _retired = true;
        Uncount(_peers);
    }

    private void Uncount(IEnumerable<UpstreamPeer> peers) =>
        counters.Addresses = [.. counters.Addresses.Except(peers.Select(static peer => peer.Counters))];
}
