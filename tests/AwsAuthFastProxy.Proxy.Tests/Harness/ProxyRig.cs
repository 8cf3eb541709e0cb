using System.Net;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Sessions;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Naming;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>
/// The whole proxy on a loop turned by hand: a shard and its sessions, clients and origins at the far ends of connections in memory.
/// Every name resolves to one address; what answers there can be changed. Belongs to the thread that made it.
/// </summary>
internal sealed class ProxyRig : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly IPAddress s_address = IPAddress.Parse("192.0.2.1");
    private readonly List<WireEnd> _ends = [];
    private readonly AccessLogWriter _logs;

    public ProxyRig(ProxyModel model, DateTimeOffset? now = null, PasswordChecks? passwords = null)
    {
        Clock = new ManualClock(now ?? Noon);
        Loop = new MemoryLoop(Clock);
        var resolver = new NameResolver(name => LookupOf?.Invoke(name) ?? Lookup(), Clock);
        _logs = new AccessLogWriter(Log);
        Shard = new Shard(
            Loop, new Snapshot(model, workers: 1), resolver, Log, new ClientRegistry(passwords), new AccessLogLanes(_logs, Loop, 0));
        Sessions = new SessionList(Shard);
        Accept();
    }

    public ManualClock Clock { get; }

    public MemoryLoop Loop { get; }

    public LogCollector Log { get; } = new();

    public Shard Shard { get; }

    public SessionList Sessions { get; }

    public ShardCounters Counters => Shard.Counters;

    /// <summary>Every connection the proxy has dialled, as the origin sees it.</summary>
    public List<WireEnd> Origins { get; } = [];

    /// <summary>Which address each of <see cref="Origins"/> was dialled at.</summary>
    public List<IPAddress> DialledAddresses { get; } = [];

    /// <summary>Runs after each piece of input: a scripted origin reacts here.</summary>
    public Action? React { get; set; }

    /// <summary>Looks names up.</summary>
    public Func<Task<IPAddress[]>> Lookup { get; set; } = static () => Task.FromResult<IPAddress[]>([s_address]);

    /// <summary>Looks a name up by what it is, where it is not null and gives an answer.</summary>
    public Func<string, Task<IPAddress[]>?>? LookupOf { get; set; }

    /// <summary>Whether origins begin to read at once.</summary>
    public bool OriginsRead { get; set; } = true;

    /// <summary>Bytes that may lie unread at an origin.</summary>
    public int OriginCapacity { get; set; } = 1 << 20;

    public WireEnd Origin => Origins[^1];

    /// <summary>Says what answers at the port.</summary>
    public void Answer(Action<MemoryConnection> peer, int port = 80) => Loop.Answer(new IPEndPoint(s_address, port), peer);

    /// <summary>Dials fail.</summary>
    public void Refuse(int port = 80) => Loop.Refuse(new IPEndPoint(s_address, port));

    /// <summary>Dials work, and the test plays the origin.</summary>
    public void Accept(int port = 80) => Accept(s_address, port);

    /// <summary>The same at another address.</summary>
    public void Accept(IPAddress address, int port = 80) => Loop.Answer(new IPEndPoint(address, port), connection => OnDialled(connection, address));

    public WireEnd Connect(bool read = true, int capacity = 1 << 20, string? from = null)
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.Pair(Loop);
        near.Remote = from is null ? null : new IPEndPoint(IPAddress.Parse(from), 50_000);
        far.Capacity = capacity;
        var end = new WireEnd(far, read);
        _ends.Add(end);
        Sessions.Accept(near);
        return end;
    }

    /// <summary>Takes the lines of the access log that were written so far.</summary>
    public string TakeLog(int log = 0)
    {
        AccessLogRing ring = _logs.RingOf(Shard.Snapshot.AccessLogs[log], 0);
        string text = System.Text.Encoding.UTF8.GetString(ring.Peek());
        ring.Advance(ring.Peek().Length);
        return text;
    }

    /// <summary>A client with a request, sent.</summary>
    public WireEnd Send(string request, string? from = null)
    {
        WireEnd client = Connect(from: from).Send(request);
        Run();
        return client;
    }

    /// <summary>Until neither the proxy nor anybody at its ends has anything to do.</summary>
    public void Run()
    {
        bool more = true;
        while (more)
        {
            Loop.RunUntilIdle();
            React?.Invoke();
            more = false;
            _ends.RemoveAll(static end => end.IsStopped);
            foreach (WireEnd end in _ends.ToArray())
            {
                if (end.HasMore)
                {
                    end.SendNext();
                    more = true;
                }
            }
        }

        Loop.RunUntilIdle();
    }

    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        Run();
    }

    /// <summary>Origins hear no more from the proxy, nobody waits for anything: nothing may be left.</summary>
    public void AssertNothingLeaks()
    {
        foreach (WireEnd end in _ends)
        {
            end.Close();
        }

        _ends.Clear();
        Run();
        // Lingering clients and silent upstreams end by their deadlines.
        Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, Counters.Clients);
        Assert.Equal(0, Shard.Clients.Connections.Count);
        Assert.Equal(0, Counters.UpstreamConnections);
        Assert.Equal(0, Counters.UpstreamIdle);
        Assert.Equal(0, Loop.Buffers.Outstanding);
        Assert.Equal(0, Loop.LentConduits);
        Assert.DoesNotContain(Log.Lines, line => line.Level == Microsoft.Extensions.Logging.LogLevel.Critical);
    }

    public void Dispose()
    {
        Loop.Dispose();
        _logs.Dispose();
    }

    private void OnDialled(MemoryConnection connection, IPAddress address)
    {
        DialledAddresses.Add(address);
        connection.Capacity = OriginCapacity;
        var end = new WireEnd(connection, OriginsRead);
        Origins.Add(end);
        _ends.Add(end);
    }
}
