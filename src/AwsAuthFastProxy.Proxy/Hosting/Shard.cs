using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Sessions;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>
/// All that one loop needs to serve: the snapshot in force, its sessions, pools, signers and counters. Touched by its loop only, so
/// nothing here takes a lock; only the counters are read by others.
/// </summary>
internal sealed class Shard
{
    private const int KeptExchanges = 1024;
    private const int KeptSessions = 1024;

    private readonly NameResolver _resolver;
    private readonly int _clientLimit;
    private readonly Dictionary<ConnectionKey, UpstreamPool> _poolsByKey = [];
    private UpstreamPool[] _pools = [];
    private SignerSlot[] _signers = [];
    private Session? _sessions;

    public Shard(Loop loop, Snapshot snapshot, NameResolver resolver, ILogger logger, int workers)
    {
        Loop = loop;
        Logger = logger;
        _resolver = resolver;
        _clientLimit = Math.Max(1, snapshot.Model.Limits.ClientConnections / workers);
        Clock = new ShardClock(loop);
        Composer = new RequestComposer(loop.Buffers, Clock, upstream => _signers[upstream.Index]) { KeyMade = () => Counters.KeysMade++ };
        Snapshot = snapshot;
        Apply(snapshot);
        Exchanges = new DefaultObjectPool<Exchange>(new ExchangePolicy(this), KeptExchanges);
        SessionPool = new DefaultObjectPool<Session>(new SessionPolicy(this), KeptSessions);
    }

    public Loop Loop { get; }

    public ILogger Logger { get; }

    public Snapshot Snapshot { get; private set; }

    public ShardClock Clock { get; }

    public RequestComposer Composer { get; }

    public ShardCounters Counters { get; } = new();

    public RequestId RequestIds { get; } = new();

    public ObjectPool<Exchange> Exchanges { get; }

    public ObjectPool<Session> SessionPool { get; }

    /// <summary>No new requests: idle clients are let go, answers say <c>Connection: close</c>.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Called when the last session has ended while draining.</summary>
    public Action? Drained { get; set; }

    /// <summary>The pool of an upstream of the snapshot in force.</summary>
    public UpstreamPool PoolOf(Upstream upstream) => _pools[upstream.Index];

    /// <summary>1 accept.</summary>
    public void OnAccepted(Connection client)
    {
        Counters.Accepted++;
        if (IsDraining || Counters.Clients >= _clientLimit)
        {
            client.Close();
            return;
        }

        Counters.Clients++;
        Session session = SessionPool.Get();
        session.Next = _sessions;
        if (_sessions is not null)
        {
            _sessions.Previous = session;
        }

        _sessions = session;
        session.Start(client);
    }

    public void OnSessionEnded(Session session)
    {
        if (session.Previous is null)
        {
            _sessions = session.Next;
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
        SessionPool.Return(session);
        Counters.Clients--;
        if (IsDraining && _sessions is null)
        {
            Drained?.Invoke();
        }
    }

    /// <summary>Ends idle sessions and lets the others finish.</summary>
    public void Drain()
    {
        IsDraining = true;
        for (Session? session = _sessions; session is not null;)
        {
            Session? next = session.Next;
            session.Drain();
            session = next;
        }

        if (_sessions is null)
        {
            Drained?.Invoke();
        }
    }

    /// <summary>Closes everything that is left.</summary>
    public void Close()
    {
        IsDraining = true;
        while (_sessions is { } session)
        {
            session.Client?.Close();
            if (ReferenceEquals(_sessions, session))
            {
                // Its exchange waits for something else than the client and ends by itself.
                break;
            }
        }

        foreach (UpstreamPool pool in _poolsByKey.Values)
        {
            pool.DiscardKept();
        }

        foreach (SignerSlot signer in _signers)
        {
            signer.Dispose();
        }
    }

    /// <summary>Puts a snapshot in force; pools whose key did not change keep their connections.</summary>
    public void Apply(Snapshot snapshot)
    {
        Snapshot = snapshot;
        foreach (SignerSlot signer in _signers)
        {
            signer.Dispose();
        }

        _signers = [.. snapshot.Upstreams.Select(static upstream => new SignerSlot(upstream))];
        _pools = [.. snapshot.Upstreams.Select(upstream => PoolFor(upstream.Key))];
        foreach ((ConnectionKey key, UpstreamPool pool) in _poolsByKey.Where(entry => !_pools.Contains(entry.Value)).ToArray())
        {
            pool.Limit = 0;
            pool.DiscardKept();
            _poolsByKey.Remove(key);
        }

        foreach (UpstreamPool pool in _pools)
        {
            pool.Limit = snapshot.ConnectionsPerUpstream;
            pool.IdleTimeout = snapshot.UpstreamIdle;
            pool.ConnectTimeout = snapshot.Connect;
        }
    }

    private UpstreamPool PoolFor(ConnectionKey key)
    {
        if (!_poolsByKey.TryGetValue(key, out UpstreamPool? pool))
        {
            pool = new UpstreamPool(Loop, new UpstreamDialer(Loop, _resolver, key), Counters);
            _poolsByKey.Add(key, pool);
        }

        return pool;
    }

    private sealed class ExchangePolicy(Shard shard) : IPooledObjectPolicy<Exchange>
    {
        public Exchange Create() => new(shard);

        public bool Return(Exchange obj) => obj.Fits(shard.Snapshot);
    }

    private sealed class SessionPolicy(Shard shard) : IPooledObjectPolicy<Session>
    {
        public Session Create() => new(shard);

        public bool Return(Session obj) => true;
    }
}
