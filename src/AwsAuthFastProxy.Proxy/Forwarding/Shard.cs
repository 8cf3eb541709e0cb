using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// All that one loop's exchanges share: the snapshot in force, pools, signers and counters. Touched by its loop only, so nothing here
/// takes a lock; only the counters are read by others.
/// </summary>
internal sealed class Shard
{
    private readonly NameResolver _resolver;
    private readonly Dictionary<ConnectionKey, UpstreamPool> _poolsByKey = [];
    private UpstreamPool[] _pools = [];
    private SignerSlot[] _signers = [];
    private ComposedRequest? _composedRequest;
    private readonly Dictionary<Upstream, RegionalState> _inRegions = [];
    private Presigner? _presigner;
    private Resigner? _resigner;

    /// <param name="loop">Its loop.</param>
    /// <param name="snapshot">The configuration in force.</param>
    /// <param name="resolver">Looks names up, for the whole process.</param>
    /// <param name="logger">For events.</param>
    /// <param name="clients">What is known of client addresses in the whole process; a registry of its own when null.</param>
    /// <param name="accessLogs">Ways to the access logs; none are written when null.</param>
    /// <param name="spool">Memory for bodies that are read whole, of the whole process; its own when null.</param>
    public Shard(
        Loop loop,
        Snapshot snapshot,
        NameResolver resolver,
        ILogger logger,
        ClientRegistry? clients = null,
        AccessLogLanes? accessLogs = null,
        SpoolBudget? spool = null)
    {
        Clients = clients ?? new ClientRegistry();
        AccessLogs = accessLogs;
        Loop = loop;
        Logger = logger;
        _resolver = resolver;
        Spool = spool ?? new SpoolBudget();
        Clock = new ShardClock(loop);
        LocalClock = new LogClock(loop);
        Gate = new AccessGate(loop, Clients, Counters);
        Composer = new RequestComposer(loop.Buffers, Clock, SignerOf) { Gate = Gate };
        Snapshot = snapshot;
        Apply(snapshot);
    }

    public Loop Loop { get; }

    public ILogger Logger { get; }

    public Snapshot Snapshot { get; private set; }

    public ShardClock Clock { get; }

    /// <summary>The same in this machine's zone.</summary>
    public LogClock LocalClock { get; }

    public RequestComposer Composer { get; }

    /// <summary>Memory for bodies that are read whole; shared by all loops.</summary>
    public SpoolBudget Spool { get; }

    public AccessGate Gate { get; }

    public ShardCounters Counters { get; } = new();

    public ClientRegistry Clients { get; }

    public RequestTelemetry Telemetry { get; } = new(ErrorAnswers.All.Count);

    /// <summary>Ways to the access logs; null where nobody writes any.</summary>
    public AccessLogLanes? AccessLogs { get; }

    public RequestId RequestIds { get; } = new();

    /// <summary>Each request is the last of its connection: answers say <c>Connection: close</c>.</summary>
    public bool IsDraining { get; set; }

    /// <summary>The pool of an upstream of the snapshot in force.</summary>
    public UpstreamPool PoolOf(Upstream upstream) =>
        ReferenceEquals(upstream.Root, upstream) ? _pools[upstream.Index] : InRegion(upstream).Pool;

    /// <summary>The signer of an upstream of the snapshot in force.</summary>
    public SignerSlot SignerOf(Upstream upstream) =>
        ReferenceEquals(upstream.Root, upstream) ? _signers[upstream.Index] : InRegion(upstream).Signer;

    /// <summary>Reads composed heads back; good until the next wait.</summary>
    public ComposedRequest ComposedRequest => _composedRequest ??= new ComposedRequest(Snapshot.HeadLimits.FieldCount);

    /// <summary>Signs composed heads anew.</summary>
    public Resigner Resigner => _resigner ??= new Resigner(ComposedRequest, new HeadSigner());

    /// <summary>Makes presigned URLs.</summary>
    public Presigner Presigner => _presigner ??= new Presigner(ComposedRequest, new HeadSigner());

    /// <summary>Puts a snapshot in force; pools whose key did not change keep their connections.</summary>
    public void Apply(Snapshot snapshot)
    {
        Snapshot = snapshot;
        Telemetry.Apply(snapshot.RouteNames);
        AccessLogs?.Apply(snapshot);
        (_composedRequest, _presigner, _resigner) = (null, null, null);
        DisposeSigners();
        _signers = [.. snapshot.Upstreams.Select(upstream => new SignerSlot(upstream, Counters, Logger))];
        _pools = [.. snapshot.Upstreams.Select(upstream => PoolFor(upstream.Key))];
        foreach ((ConnectionKey key, UpstreamPool pool) in _poolsByKey.Where(entry => !_pools.Contains(entry.Value)).ToArray())
        {
            pool.Retire();
            _poolsByKey.Remove(key);
        }

        foreach (UpstreamPool pool in _poolsByKey.Values)
        {
            Configure(pool);
        }
    }

    /// <summary>Closes all unused connections, frees the keys.</summary>
    public void Close()
    {
        foreach (UpstreamPool pool in _poolsByKey.Values)
        {
            pool.Close();
        }

        DisposeSigners();
    }

    /// <summary>What is kept for an upstream in another region than configured: made when its first request goes there.</summary>
    private RegionalState InRegion(Upstream upstream)
    {
        if (!_inRegions.TryGetValue(upstream, out RegionalState? state))
        {
            UpstreamPool pool = PoolFor(upstream.Key);
            Configure(pool);
            state = new RegionalState(new SignerSlot(upstream, Counters, Logger), pool);
            _inRegions.Add(upstream, state);
        }

        return state;
    }

    private void Configure(UpstreamPool pool) => pool.Configure(new PoolLimits(
        Snapshot.ConnectionsPerUpstream, Snapshot.WaitersPerUpstream, Snapshot.UpstreamIdle, Snapshot.Connect, Snapshot.Queue));

    private void DisposeSigners()
    {
        foreach (RegionalState state in _inRegions.Values)
        {
            state.Signer.Dispose();
        }

        _inRegions.Clear();
        foreach (SignerSlot signer in _signers)
        {
            signer.Dispose();
        }
    }

    private UpstreamPool PoolFor(ConnectionKey key)
    {
        if (!_poolsByKey.TryGetValue(key, out UpstreamPool? pool))
        {
            pool = new UpstreamPool(Loop, new UpstreamDialer(Loop, _resolver, key, Counters, Logger), Counters);
            _poolsByKey.Add(key, pool);
        }

        return pool;
    }
}
