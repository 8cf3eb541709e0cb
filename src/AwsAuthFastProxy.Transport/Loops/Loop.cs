using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Loops;

/// <summary>
/// One thread's world: its connections, timers, buffers and clock. Everything that belongs to a loop is touched only by
/// its thread; <see cref="Post"/> is the one door for others. Engines (epoll, managed sockets, a test's hand) derive from it.
/// </summary>
public abstract class Loop
{
    private const int MaxInlineDepth = 24;

    [ThreadStatic]
    private static Loop? t_current;

    private readonly ConcurrentQueue<Work> _posted = new();
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly long _sharedEpoch;
    private Queue<Work> _deferred = new();
    private Queue<Work> _running = new();
    private int _wakePending;
    private int _inlineDepth;
    private volatile bool _stopping;

    /// <summary>Makes a loop that tells time by <paramref name="time"/>.</summary>
    protected Loop(TimeProvider time)
    {
        _time = time;
        _epoch = time.GetTimestamp();
        _sharedEpoch = (long)time.GetElapsedTime(0, _epoch).TotalMilliseconds;
        Context = new LoopSynchronizationContext(this);
        Timers = new TimerWheel();
        Buffers = new BufferPool();
        ReadClock();
    }

    /// <summary>The loop whose thread this is, or null.</summary>
    public static Loop? Current => t_current;

    /// <summary>Brings an await on something foreign (TLS, name resolution) back to this loop.</summary>
    public SynchronizationContext Context { get; }

    /// <summary>Monotonic milliseconds since the loop was made; read once a turn, so coarse.</summary>
    public long Now { get; private set; }

    /// <summary>The same instant as <see cref="Now"/> in milliseconds that all loops with one clock share.</summary>
    public long SharedNow => Now + _sharedEpoch;

    /// <summary>Wall clock of the turn, seconds since 1970-01-01 UTC.</summary>
    public long UnixSeconds { get; private set; }

    /// <summary>The same in milliseconds.</summary>
    public long UnixMilliseconds { get; private set; }

    /// <summary>All deadlines of the loop.</summary>
    public TimerWheel Timers { get; }

    /// <summary>Receive and send blocks of the loop.</summary>
    public BufferPool Buffers { get; }

    /// <summary>Most conduits that are lent at once (<see cref="Connection.TryRentConduit"/>), on engines that have them.</summary>
    public int MaxConduits { get; set; } = 64;

    /// <summary>Name of the engine, as shown at start: <c>epoll</c>, <c>managed</c>, <c>memory</c>.</summary>
    public abstract string Engine { get; }

    /// <summary>True once <see cref="Stop"/> was called.</summary>
    protected bool Stopping => _stopping;

    /// <summary>
    /// Connects to <paramref name="endPoint"/> (TCP, no delay). Completes on the loop with a connection or with the error;
    /// never throws for the network's doing. Times out at <paramref name="due"/> (in <see cref="Now"/>'s milliseconds), and can be
    /// given up before through <paramref name="pending"/>.
    /// </summary>
    public abstract ValueTask<DialResult> DialAsync(IPEndPoint endPoint, long due, PendingDial? pending = null);

    /// <summary>
    /// Listens on <paramref name="endPoint"/>; every accepted connection is handed to <paramref name="accepted"/> on the loop.
    /// Called on the loop or before it runs. Throws <see cref="IOException"/> when the address is not to be had.
    /// </summary>
    public abstract Listener Listen(IPEndPoint endPoint, Action<Connection> accepted);

    /// <summary>
    /// Listens on a socket that this process was given, of which it makes a descriptor of its own; several loops may share one.
    /// </summary>
    /// <exception cref="IOException">It is no listening socket, or the engine cannot.</exception>
    public virtual Listener Listen(int descriptor, Action<Connection> accepted) =>
        throw new IOException($"the {Engine} engine cannot take over listening sockets; use --transport epoll");

    /// <summary>Whether several loops can listen on one port, each with a share of the connections.</summary>
    public virtual bool SharesPorts => false;

    /// <summary>Throws when somebody else listens on <paramref name="endPoint"/>, also where the engine could share the port with him.</summary>
    /// <exception cref="IOException">The address is in use or not to be had.</exception>
    public virtual void CheckFree(IPEndPoint endPoint)
    {
    }

    /// <summary>Runs <paramref name="callback"/> on the loop, soon. Any thread.</summary>
    public void Post(SendOrPostCallback callback, object? state)
    {
        if (t_current == this)
        {
            _deferred.Enqueue(new Work(callback, state));
            return;
        }

        _posted.Enqueue(new Work(callback, state));
        if (Interlocked.Exchange(ref _wakePending, 1) == 0)
        {
            Wake();
        }
    }

    /// <summary>Runs <paramref name="callback"/> at the end of this turn. Loop thread only.</summary>
    public void Defer(SendOrPostCallback callback, object? state)
    {
        AssertOnLoop();
        _deferred.Enqueue(new Work(callback, state));
    }

    /// <summary>Ends <see cref="Run"/> after the turn under way. Any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        Wake();
    }

    /// <summary>Turns until <see cref="Stop"/>. The calling thread becomes the loop's.</summary>
    public void Run()
    {
        Enter();
        try
        {
            while (!_stopping)
            {
                Turn(mayBlock: true);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Debug builds: throws unless called on the loop's thread.</summary>
    [Conditional("DEBUG")]
    public void AssertOnLoop() => Debug.Assert(t_current == this, "called off the loop's thread");

    /// <summary>
    /// Continues <paramref name="continuation"/> inline, or at the end of the turn when completions already nest deeply:
    /// a long chain of ready operations must not overflow the stack.
    /// </summary>
    internal void Continue(Action<object?> continuation, object? state)
    {
        AssertOnLoop();
        if (_inlineDepth < MaxInlineDepth)
        {
            _inlineDepth++;
            try
            {
                continuation(state);
            }
            finally
            {
                _inlineDepth--;
            }
        }
        else
        {
            _deferred.Enqueue(new Work(continuation, state));
        }
    }

    /// <summary>Makes the calling thread the loop's.</summary>
    protected void Enter()
    {
        t_current = this;
        SynchronizationContext.SetSynchronizationContext(Context);
        ReadClock();
    }

    /// <summary>Undoes <see cref="Enter"/>.</summary>
    protected static void Leave()
    {
        t_current = null;
        SynchronizationContext.SetSynchronizationContext(null);
    }

    /// <summary>One turn: wait for events, handle them, then timers, messages and deferred work.</summary>
    protected void Turn(bool mayBlock)
    {
        int wait = !mayBlock || _deferred.Count != 0 || !_posted.IsEmpty ? 0 : Timers.MillisecondsToNext(Now);
        Poll(wait);
        ReadClock();
        Timers.Advance(Now);
        RunPosted();
        RunDeferred();
    }

    /// <summary>Handles what is ready; waits up to <paramref name="milliseconds"/> (-1: until woken) when nothing is.</summary>
    protected abstract void Poll(int milliseconds);

    /// <summary>Ends a wait of <see cref="Poll"/>. Any thread.</summary>
    protected abstract void Wake();

    /// <summary>True when deferred or posted work waits.</summary>
    protected bool HasWork => _deferred.Count != 0 || !_posted.IsEmpty;

    /// <summary>Reads both clocks; engines call it after a wait, before they handle events.</summary>
    protected void ReadClock()
    {
        long now = (long)_time.GetElapsedTime(_epoch).TotalMilliseconds;
        if (now == Now && UnixMilliseconds != 0)
        {
            // Both in milliseconds: turns are shorter, and each look costs.
            return;
        }

        Now = now;
        UnixMilliseconds = _time.GetUtcNow().ToUnixTimeMilliseconds();
        UnixSeconds = UnixMilliseconds / 1000;
    }

    private void RunPosted()
    {
        if (Volatile.Read(ref _wakePending) == 0)
        {
            return;
        }

        // Cleared before the queue is read: a message that comes later sets it again and wakes the next wait.
        Volatile.Write(ref _wakePending, 0);
        Interlocked.MemoryBarrier();
        while (_posted.TryDequeue(out Work work))
        {
            work.Run();
        }
    }

    private void RunDeferred()
    {
        if (_deferred.Count == 0)
        {
            return;
        }

        // Two queues: what is deferred while this runs belongs to the next turn, so events are never starved.
        (_deferred, _running) = (_running, _deferred);
        while (_running.TryDequeue(out Work work))
        {
            work.Run();
        }
    }

    private readonly struct Work
    {
        private readonly Delegate _callback;
        private readonly object? _state;

        public Work(SendOrPostCallback callback, object? state) => (_callback, _state) = (callback, state);

        public Work(Action<object?> callback, object? state) => (_callback, _state) = (callback, state);

        public void Run()
        {
            if (_callback is Action<object?> continuation)
            {
                continuation(_state);
            }
            else
            {
                ((SendOrPostCallback)_callback)(_state);
            }
        }
    }
}
