using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>
/// The running proxy: a loop per worker, each with its own listening sockets. Start, apply a new configuration, drain, stop; any thread.
/// </summary>
public sealed class ProxyServer : IDisposable
{
    private readonly ILogger _logger;
    private readonly NameResolver _resolver;
    private readonly LoopThread[] _threads;
    private readonly Shard[] _shards;
    private readonly List<Listener>[] _listeners;
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProxyModel _model;

    /// <summary>Prepares the loops; nothing is bound yet.</summary>
    /// <param name="model">The configuration.</param>
    /// <param name="workers">Number of loops, at least 1.</param>
    /// <param name="engine"><c>auto</c>, <c>epoll</c> or <c>managed</c>.</param>
    /// <param name="logger">For events.</param>
    /// <param name="time">Clock; the system's when null.</param>
    /// <exception cref="PlatformNotSupportedException">The engine does not exist on this system.</exception>
    public ProxyServer(ProxyModel model, int workers, string engine, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _logger = logger;
        _resolver = new NameResolver(time: time);
        var snapshot = new Snapshot(model, workers);
        _threads = [.. Enumerable.Range(0, workers).Select(number => LoopThread.Create(engine, number, OnLoopFailed, time))];
        _shards = [.. _threads.Select(thread => new Shard(thread.Loop, snapshot, _resolver, logger, workers))];
        _listeners = [.. _threads.Select(static _ => new List<Listener>())];
    }

    /// <summary>Counters of each worker.</summary>
    public IReadOnlyList<ShardCounters> Counters => [.. _shards.Select(static shard => shard.Counters)];

    /// <summary>The bound addresses, in the order of the configuration.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>The engine in use: <c>epoll</c> or <c>managed</c>.</summary>
    public string Engine => _threads[0].Loop.Engine;

    /// <summary>Completes with the error when a loop fails; the process should then end.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <summary>Binds all addresses and starts the loops.</summary>
    /// <exception cref="IOException">An address is in use or not to be had; the message names it.</exception>
    public void Start()
    {
        foreach (ListenerModel listener in _model.Listeners)
        {
            EndPoints = [.. EndPoints, Bind(listener.EndPoint)];
        }

        foreach (LoopThread thread in _threads)
        {
            thread.Start();
        }

        foreach (IPEndPoint endPoint in EndPoints)
        {
            ProxyLog.Listening(_logger, endPoint.ToString(), Engine, _threads.Length);
        }
    }

    /// <summary>Puts another configuration in force. Listeners stay as they are; exchanges under way end with what they began with.</summary>
    public void Apply(ProxyModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        var snapshot = new Snapshot(model, _threads.Length);
        foreach (Shard shard in _shards)
        {
            shard.Loop.Post(_ => shard.Apply(snapshot), null);
        }
    }

    /// <summary>Stops accepting, lets exchanges finish, up to the configured time. True when all ended by themselves.</summary>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        ProxyLog.Draining(_logger, _shards.Sum(static shard => shard.Counters.Clients));
        Task drained = Task.WhenAll(_shards.Select((shard, index) => DrainAsync(shard, _listeners[index])));
        try
        {
            await drained.WaitAsync(_model.Timeouts.Drain, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Closes everything and ends the loops.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _shards.Length; i++)
        {
            Shard shard = _shards[i];
            List<Listener> listeners = _listeners[i];
            shard.Loop.Post(_ => Close(shard, listeners), null);
        }

        foreach (LoopThread thread in _threads)
        {
            thread.Dispose();
        }

        ProxyLog.Stopped(_logger);
    }

    private static Task DrainAsync(Shard shard, List<Listener> listeners)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shard.Loop.Post(_ =>
        {
            shard.Drained = () => drained.TrySetResult();
            foreach (Listener listener in listeners)
            {
                listener.Close();
            }

            shard.Drain();
        }, null);
        return drained.Task;
    }

    private static void Close(Shard shard, List<Listener> listeners)
    {
        foreach (Listener listener in listeners)
        {
            listener.Close();
        }

        shard.Close();
        shard.Loop.Stop();
    }

    private IPEndPoint Bind(IPEndPoint endPoint)
    {
        try
        {
            if (endPoint.Port != 0)
            {
                _threads[0].Loop.CheckFree(endPoint);
            }

            // Port 0: the kernel's choice for the first loop holds for all.
            for (int i = 0; i < _shards.Length; i++)
            {
                Shard shard = _shards[i];
                Listener listener = shard.Loop.Listen(endPoint, shard.OnAccepted);
                _listeners[i].Add(listener);
                endPoint = listener.EndPoint;
            }

            return endPoint;
        }
        catch (IOException e)
        {
            throw new IOException($"cannot listen on {endPoint}: {e.Message}", e);
        }
    }

    private void OnLoopFailed(Exception error)
    {
        ProxyLog.LoopFaulted(_logger, error);
        _failed.TrySetResult(error);
    }
}
