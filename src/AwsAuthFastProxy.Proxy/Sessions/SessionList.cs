using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Transport.Connections;
using Microsoft.Extensions.ObjectPool;

namespace AwsAuthFastProxy.Proxy.Sessions;

/// <summary>One loop's open sessions: takes clients in up to the limit, lets them finish, ends them. Sessions and exchanges are reused.</summary>
internal sealed class SessionList
{
    private const int KeptExchanges = 1024;
    private const int KeptSessions = 1024;

    // Clients that are told at the same time why they are not served; further ones are closed without a word.
    private const int RefusedAtOnce = 64;

    private readonly Shard _shard;
    private readonly ObjectPool<Session> _sessions;
    private readonly ObjectPool<Exchange> _exchanges;
    private readonly LinkedList<Session> _handshakes = new();
    private Session? _first;
    private int _refusals;

    public SessionList(Shard shard)
    {
        _shard = shard;
        _sessions = new DefaultObjectPool<Session>(new SessionPolicy(this), KeptSessions);
        _exchanges = new DefaultObjectPool<Exchange>(new ExchangePolicy(shard), KeptExchanges);
    }

    private int MostRefusals => Math.Clamp(_shard.Snapshot.ClientConnections / 8, 1, RefusedAtOnce);

    /// <summary>Called when the last session has ended while draining.</summary>
    public Action? Drained { get; set; }

    /// <summary>1 accept.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="listenerIndex">Which listener accepted it, in the order of the configuration at the start.</param>
    public void Accept(Connection client, int listenerIndex = 0)
    {
        _shard.Counters.Accepted++;
        ListenerAccess listener = _shard.Snapshot.Listeners[listenerIndex];
        var address = ClientAddress.Of(client.RemoteEndPoint);
        if (listener.ProxyProtocol && !listener.Trusts(address))
        {
            _shard.Counters.ProxyHeadersRejected++;
            client.Close();
            return;
        }

        int limit = _shard.Snapshot.ClientConnections;
        bool counted = false;
        ProxyError? refusal = _shard.IsDraining ? ProxyError.Draining
            : _shard.Counters.Clients - _refusals >= limit ? ProxyError.Overloaded
            : listener.ProxyProtocol ? null
            : CheckClient(address, out counted);
        if (refusal is not null)
        {
            _shard.Counters.TurnedAway++;
            // Without a handshake nothing can be said over TLS.
            if (listener.Tls is not null || _refusals >= MostRefusals)
            {
                client.Close();
                return;
            }

            _refusals++;
        }

        _shard.Counters.Clients++;
        Session session = _sessions.Get();
        session.IsCounted = counted;
        session.Next = _first;
        if (_first is not null)
        {
            _first.Previous = session;
        }

        _first = session;
        session.Start(client, address, listener, listenerIndex, refusal);
    }

    /// <summary>Once a load balancer has said whose connection it is: why that client is not served, or null.</summary>
    /// <param name="session">Its session.</param>
    /// <param name="mayBeTold">Whether there is room to tell it.</param>
    public ProxyError? Admit(Session session, out bool mayBeTold)
    {
        mayBeTold = _refusals < MostRefusals;
        ProxyError? refusal = CheckClient(session.Address, out bool counted);
        session.IsCounted = counted;
        if (refusal is not null)
        {
            _shard.Counters.TurnedAway++;
            _refusals++;
        }

        return refusal;
    }

    /// <summary>
    /// A place among the handshakes under way. Where there is none the oldest gives way: who means it is done in two round trips, and connections
    /// that say nothing must not be able to keep everybody else out until their time is over.
    /// </summary>
    public LinkedListNode<Session> BeginHandshake(Session session)
    {
        while (_handshakes.Count >= _shard.Snapshot.TlsHandshakes && _handshakes.First is { } oldest)
        {
            _handshakes.Remove(oldest);
            _shard.Counters.TlsHandshakesRefused++;
            oldest.Value.Abort();
        }

        _shard.Counters.TlsHandshakesUnderWay++;
        return _handshakes.AddLast(session);
    }

    /// <summary>A handshake is over.</summary>
    public void EndHandshake(LinkedListNode<Session> place)
    {
        _shard.Counters.TlsHandshakesUnderWay--;
        if (place.List is not null)
        {
            _handshakes.Remove(place);
        }
    }

    /// <summary>An exchange that is not under way; those of a configuration with other limits are left to the collector.</summary>
    public Exchange RentExchange()
    {
        Exchange exchange = _exchanges.Get();
        return exchange.Fits(_shard.Snapshot) ? exchange : new Exchange(_shard);
    }

    /// <summary>Takes an exchange back.</summary>
    public void ReturnExchange(Exchange exchange) => _exchanges.Return(exchange);

    /// <summary>A session is over.</summary>
    public void OnEnded(Session session)
    {
        if (session.Previous is null)
        {
            _first = session.Next;
        }
        else
        {
            session.Previous.Next = session.Next;
        }

        if (session.Next is not null)
        {
            session.Next.Previous = session.Previous;
        }

        session.Previous = session.Next = null;
        _refusals -= session.IsRefusal ? 1 : 0;
        if (session.IsCounted)
        {
            session.IsCounted = false;
            _shard.Gate.Leave(session.Address);
        }

        _sessions.Return(session);
        _shard.Counters.Clients--;
        TellDrained();
    }

    /// <summary>Lets each session finish what it is at, and no more than one further request.</summary>
    public void Drain()
    {
        _shard.IsDraining = true;
        ForEach(static session => session.Drain());
        TellDrained();
    }

    /// <summary>Ends all sessions, whatever they are at.</summary>
    public void Abort()
    {
        _shard.IsDraining = true;
        ForEach(static session => session.Abort());
    }

    /// <summary>What limits there are for one client's address.</summary>
    private ProxyError? CheckClient(in ClientAddress address, out bool counted)
    {
        Snapshot snapshot = _shard.Snapshot;
        int limit = snapshot.Model.Limits.ConnectionsPerClient;
        if ((limit == 0 && snapshot.ConnectionRate is null)
            || (snapshot.TrustedProxies is { } proxies && ForwardedFor.IsTrusted(proxies, address)))
        {
            // What a trusted proxy passes on is of many clients.
            counted = false;
            return null;
        }

        return _shard.Gate.Enter(address, limit, snapshot.ConnectionRate, out counted);
    }

    private void ForEach(Action<Session> action)
    {
        for (Session? session = _first; session is not null;)
        {
            // It may end by it and leave the list.
            Session? next = session.Next;
            action(session);
            session = next;
        }
    }

    private void TellDrained()
    {
        if (_shard.IsDraining && _first is null)
        {
            Action? drained = Drained;
            Drained = null;
            drained?.Invoke();
        }
    }

    private sealed class ExchangePolicy(Shard shard) : IPooledObjectPolicy<Exchange>
    {
        public Exchange Create() => new(shard);

        public bool Return(Exchange obj) => obj.Fits(shard.Snapshot);
    }

    private sealed class SessionPolicy(SessionList list) : IPooledObjectPolicy<Session>
    {
        public Session Create() => new(list._shard, list);

        public bool Return(Session obj) => true;
    }
}
