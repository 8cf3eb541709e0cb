using System.Net;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.InMemory;

/// <summary>
/// A loop without a thread or sockets: a test turns it by hand and thereby decides what happens when. Time is the given
/// provider's. Dialled and listened-to addresses are memory.
/// </summary>
public sealed class MemoryLoop : Loop, IDisposable
{
    private const int MaxTurns = 1_000_000;

    private readonly Dictionary<IPEndPoint, Action<MemoryConnection>> _peers = [];
    private readonly Dictionary<IPEndPoint, Action<Connection>> _listeners = [];
    private readonly Dictionary<IPEndPoint, List<Action>> _held = [];

    /// <summary>Makes it; the calling thread becomes the loop's.</summary>
    public MemoryLoop(TimeProvider time)
        : base(time) => Enter();

    /// <inheritdoc/>
    public override string Engine => "memory";

    /// <summary>Number of dials so far.</summary>
    public int Dials { get; private set; }

    /// <summary>Whether bytes may pass from connection to connection through a conduit, as on the engine for Linux.</summary>
    public bool LendsConduits { get; set; }

    /// <summary>Conduits lent and not yet returned.</summary>
    public int LentConduits { get; internal set; }

    /// <summary>Says what answers at <paramref name="endPoint"/>: it gets the far end of each connection dialled.</summary>
    public void Answer(IPEndPoint endPoint, Action<MemoryConnection> peer) => _peers[endPoint] = peer;

    /// <summary>Dials again fail as refused.</summary>
    public void Refuse(IPEndPoint endPoint) => _peers.Remove(endPoint);

    /// <summary>Dials to <paramref name="endPoint"/> get no answer until <see cref="Release"/>, as if their packets were lost.</summary>
    public void Hold(IPEndPoint endPoint) => _held.TryAdd(endPoint, []);

    /// <summary>Number of dials that wait for <see cref="Release"/>.</summary>
    public int HeldDials => _held.Values.Sum(static dials => dials.Count);

    /// <summary>Dials that wait are answered, or refused, and later ones at once.</summary>
    public void Release(IPEndPoint endPoint)
    {
        _held.Remove(endPoint, out List<Action>? dials);
        foreach (Action answer in dials?.ToArray() ?? [])
        {
            answer();
        }
    }

    /// <summary>Connects to a listener of this loop; returns the client's end.</summary>
    public MemoryConnection Connect(IPEndPoint endPoint)
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.Pair(this);
        _listeners[endPoint](far);
        return near;
    }

    /// <summary>Turns until nothing is left to do at this instant.</summary>
    public void RunUntilIdle()
    {
        for (int i = 0; i < MaxTurns; i++)
        {
            Turn(mayBlock: false);
            if (!HasWork)
            {
                return;
            }
        }

        throw new InvalidOperationException("the loop never comes to rest");
    }

    /// <summary>Makes the calling thread the loop's.</summary>
    public void Adopt() => Enter();

    /// <summary>The thread belongs to the loop no more.</summary>
    public void Dispose() => Leave();

    /// <inheritdoc/>
    public override ValueTask<DialResult> DialAsync(IPEndPoint endPoint, long due, PendingDial? pending = null)
    {
        Dials++;
        return _held.TryGetValue(endPoint, out List<Action>? waiting) ? HoldAsync(waiting, endPoint, due, pending) : new ValueTask<DialResult>(Reach(endPoint));
    }

    /// <inheritdoc/>
    public override Listener Listen(IPEndPoint endPoint, Action<Connection> accepted)
    {
        _listeners.Add(endPoint, accepted);
        return new MemoryListener(endPoint, () => _listeners.Remove(endPoint));
    }

    /// <inheritdoc/>
    protected override void Poll(int milliseconds)
    {
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
    }

    private ValueTask<DialResult> HoldAsync(List<Action> waiting, IPEndPoint endPoint, long due, PendingDial? pending)
    {
        var source = new TaskCompletionSource<DialResult>();
        Action answer = null!;
        Deadline deadline = null!;
        deadline = new Deadline(Timers, () => End(new DialResult(null, IoStatus.TimedOut, "connect timed out")));
        void End(DialResult result)
        {
            waiting.Remove(answer);
            deadline.Remove();
            pending?.End();
            source.SetResult(result);
        }

        answer = () => End(Reach(endPoint));
        waiting.Add(answer);
        deadline.Set(due);
        pending?.Begin(() => End(new DialResult(null, IoStatus.Aborted, "given up")));
        return new ValueTask<DialResult>(source.Task);
    }

    private DialResult Reach(IPEndPoint endPoint)
    {
        if (!_peers.TryGetValue(endPoint, out Action<MemoryConnection>? peer))
        {
            return new DialResult(null, IoStatus.Failed, "connection refused");
        }

        (MemoryConnection near, MemoryConnection far) = MemoryConnection.Pair(this);
        peer(far);
        return new DialResult(near, IoStatus.Ok, null);
    }

    private sealed class MemoryListener(IPEndPoint endPoint, Action close) : Listener
    {
        public override IPEndPoint EndPoint => endPoint;

        public override void Close() => close();
    }
}
