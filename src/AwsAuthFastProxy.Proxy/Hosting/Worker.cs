using System.Net;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Sessions;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>One loop with its shard, its sessions and its listening sockets. Its methods may be called on any thread.</summary>
internal sealed class Worker(
    LoopThread thread,
    Snapshot snapshot,
    NameResolver resolver,
    ILogger logger,
    ClientRegistry clients,
    AccessLogWriter accessLogs,
    int number,
    SpoolBudget spool)
    : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Shard _shard = new(thread.Loop, snapshot, resolver, logger, clients, new AccessLogLanes(accessLogs, thread.Loop, number), spool);
    private readonly List<(int Index, bool IsFirst, Listener Listener)> _listeners = [];
    private SessionList? _sessions;

    public ShardCounters Counters => _shard.Counters;

    public RequestTelemetry Telemetry => _shard.Telemetry;

    public Loop Loop => thread.Loop;

    public LoopPulse Pulse { get; } = new(thread.Loop);

    private SessionList Sessions => _sessions ??= new SessionList(_shard);

    /// <summary>Listens on an address, before the loop runs; returns it as bound.</summary>
    /// <param name="endPoint">The address.</param>
    /// <param name="index">Its place among the listeners of the configuration at the start.</param>
    public IPEndPoint Bind(IPEndPoint endPoint, int index)
    {
        Listener listener = Loop.Listen(endPoint, client => Sessions.Accept(client, index));
        _listeners.Add((index, true, listener));
        return listener.EndPoint;
    }

    /// <summary>Listens on a socket that the process was given; returns the address that it is bound to.</summary>
    /// <param name="descriptor">A descriptor of it.</param>
    /// <param name="index">Its place among the listeners of the configuration at the start.</param>
    /// <param name="isFirst">This is the first loop that listens on it.</param>
    public IPEndPoint Bind(int descriptor, int index, bool isFirst)
    {
        Listener listener = Loop.Listen(descriptor, client => Sessions.Accept(client, index));
        _listeners.Add((index, isFirst, listener));
        return listener.EndPoint;
    }

    /// <summary>Descriptors of the sockets that this loop is the first to listen on, for another process.</summary>
    public Task<List<(int Index, SafeFileHandle Handle)>> ShareAsync()
    {
        var shared = new TaskCompletionSource<List<(int, SafeFileHandle)>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(_ =>
        {
            var handles = new List<(int Index, SafeFileHandle Handle)>();
            try
            {
                foreach ((int index, bool isFirst, Listener listener) in _listeners)
                {
                    if (isFirst)
                    {
                        handles.Add((index, listener.Share()));
                    }
                }

                shared.SetResult(handles);
            }
            catch (IOException e)
            {
                handles.ForEach(static entry => entry.Handle.Dispose());
                shared.SetException(e);
            }
        }, null);
        return shared.Task;
    }

    public void Start() => thread.Start();

    /// <summary>Puts a snapshot in force; completes when it is.</summary>
    public Task Apply(Snapshot next)
    {
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(_ =>
        {
            _shard.Apply(next);
            applied.SetResult();
        }, null);
        return applied.Task;
    }

    /// <summary>Accepts nobody any more; completes when all sessions have ended by themselves.</summary>
    public Task DrainAsync()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(_ =>
        {
            Sessions.Drained = () => drained.TrySetResult();
            CloseListeners(static listener => listener.Drain());
            Sessions.Drain();
        }, null);
        return drained.Task;
    }

    /// <summary>Closes everything and ends the loop.</summary>
    public void Dispose()
    {
        using var closed = new ManualResetEventSlim();
        Loop.Post(_ =>
        {
            CloseListeners(static listener => listener.Close());
            Sessions.Abort();
            _shard.Close();
            closed.Set();
        }, null);

        // A loop that never ran or has failed closes nothing; the process's end does.
        closed.Wait(s_patience);
        thread.Dispose();
    }

    private void CloseListeners(Action<Listener> close)
    {
        foreach ((_, _, Listener listener) in _listeners)
        {
            close(listener);
        }

        _listeners.Clear();
    }
}
