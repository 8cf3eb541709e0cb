using System.Net;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>
/// The running proxy: a loop per worker, each with its own listening sockets. Start, apply a new configuration, drain, stop; any thread.
/// </summary>
public sealed partial class ProxyServer : IDisposable
{
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Worker[] _workers;
    private readonly AccessLogWriter _accessLogs;
    private readonly AccessLogTarget[] _accessLogTargets;
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _descriptors = DescriptorBudget.Raise();
    private IReadOnlyList<ListenerModel> _listeners;
    private volatile ProxyModel _model;
    private volatile bool _draining;

    /// <summary>Prepares the loops; nothing is bound yet.</summary>
    /// <param name="model">The configuration.</param>
    /// <param name="workers">Number of loops, at least 1; an engine whose loops cannot share a port has one.</param>
    /// <param name="engine"><c>auto</c>, <c>epoll</c> or <c>managed</c>.</param>
    /// <param name="logger">For events.</param>
    /// <param name="time">Clock; the system's when null.</param>
    /// <exception cref="PlatformNotSupportedException">The engine does not exist on this system.</exception>
    public ProxyServer(ProxyModel model, int workers, string engine, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _listeners = model.Listeners;
        _logger = logger;
        _time = time ?? TimeProvider.System;
        Applied = _time.GetUtcNow();
        var resolver = new NameResolver(time: time);
        var first = LoopThread.Create(engine, 0, OnLoopFailed, time);
        int count = first.Loop.SharesPorts ? workers : 1;
        Snapshot snapshot = SnapshotOf(model, count);
        _accessLogTargets = snapshot.AccessLogs;
        _accessLogs = new AccessLogWriter(logger);
        var spool = new SpoolBudget();
        var clients = new ClientRegistry();
        _workers =
        [
            new Worker(first, snapshot, resolver, logger, clients, _accessLogs, 0, spool),
            .. Enumerable.Range(1, count - 1)
                .Select(number => new Worker(LoopThread.Create(engine, number, OnLoopFailed, time), snapshot, resolver, logger, clients, _accessLogs, number, spool)),
        ];
        foreach (Worker worker in _workers)
        {
            worker.Loop.MaxConduits = DescriptorBudget.Conduits(count, _descriptors);
        }
    }

    /// <summary>Counters of each worker.</summary>
    public IReadOnlyList<ShardCounters> Counters => [.. _workers.Select(static worker => worker.Counters)];

    /// <summary>The configuration in force.</summary>
    public ProxyModel Model => _model;

    /// <summary>When it was put in force.</summary>
    public DateTimeOffset Applied { get; private set; }

    /// <summary>Configurations refused since the start.</summary>
    public long RefusedConfigurations { get; private set; }

    /// <summary>Whether the last one was.</summary>
    public bool IsConfigurationStale { get; private set; }

    /// <summary>Whether it has begun to stop: nobody should be sent here any more.</summary>
    public bool IsDraining => _draining;

    /// <summary>Access log lines that were left out because their writer did not keep up.</summary>
    public long AccessLogLinesDropped => _accessLogs.Dropped;

    internal IEnumerable<RequestTelemetry> Telemetry => _workers.Select(static worker => worker.Telemetry);

    /// <summary>What one may know of each loop from outside.</summary>
    public IReadOnlyList<LoopPulse> Pulses => [.. _workers.Select(static worker => worker.Pulse)];

    /// <summary>The bound addresses, in the order of the configuration.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>The engine in use: <c>epoll</c> or <c>managed</c>.</summary>
    public string Engine => _workers[0].Loop.Engine;

    /// <summary>The loops, for tests that wait until one has seen what was sent.</summary>
    internal IEnumerable<Loop> Loops => _workers.Select(static worker => worker.Loop);

    /// <summary>Completes with the error when a loop fails; the process should then end.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <summary>Puts another configuration in force. Listeners stay where they are, with what is now said of their address; exchanges under way end with what they began with.</summary>
    /// <returns>Completes when every loop has taken it over, and none signs with credentials of the one before any more.</returns>
    public Task Apply(ProxyModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        Applied = _time.GetUtcNow();
        _listeners = [.. _listeners.Select(listener => model.Listeners.FirstOrDefault(other => other.EndPoint.Equals(listener.EndPoint)) ?? listener with { IsLeft = true })];
        IsConfigurationStale = false;
        Snapshot snapshot = SnapshotOf(model, _workers.Length);
        OpenLogs(snapshot);
        return Task.WhenAll(_workers.Select(worker => worker.Apply(snapshot)));
    }

    /// <summary>Notes that a new configuration was read and has errors; the one in force stays.</summary>
    public void NoteRefusedConfiguration()
    {
        RefusedConfigurations++;
        IsConfigurationStale = true;
    }

    /// <summary>Says that it is not ready and serves on for the configured time, so that balancers send nobody here any more before nobody is accepted.</summary>
    /// <returns>False when it was cancelled.</returns>
    public async Task<bool> WithdrawAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        TimeSpan delay = _model.Timeouts.DrainDelay;
        if (delay > TimeSpan.Zero)
        {
            ProxyLog.Withdrawn(_logger, delay.TotalSeconds);
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !cancellationToken.IsCancellationRequested;
    }

    /// <summary>Stops accepting, lets exchanges finish, up to the configured time. True when all ended by themselves.</summary>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        ProxyLog.Draining(_logger, _workers.Sum(static worker => worker.Counters.Clients));
        Task drained = Task.WhenAll(_workers.Select(static worker => worker.DrainAsync()));
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
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
        }

        _accessLogs.Dispose();
        ProxyLog.Stopped(_logger);
    }

    /// <summary>Opens the access logs again by their names, after somebody has moved them away.</summary>
    public void ReopenLogs()
    {
        _accessLogs.Reopen();
        ProxyLog.AccessLogsReopened(_logger);
    }

    /// <summary>On a reload a log that cannot be opened costs its lines, not the configuration; each batch tries again.</summary>
    private void OpenLogs(Snapshot snapshot)
    {
        try
        {
            _accessLogs.Open(snapshot.AccessLogs);
        }
        catch (IOException e)
        {
            ProxyLog.AccessLogFailed(_logger, e.Message);
        }
    }

    /// <summary>The model made ready, its connections within the process's descriptors.</summary>
    private Snapshot SnapshotOf(ProxyModel model, int workers)
    {
        LimitModel limits = DescriptorBudget.Fit(model.Limits, model.Upstreams.Count, workers, _descriptors);
        if (limits != model.Limits)
        {
            ProxyLog.FewDescriptors(_logger, _descriptors, limits.ClientConnections, limits.ConnectionsPerUpstream);
        }

        return new Snapshot(model with { Limits = limits, Listeners = _listeners }, workers);
    }

    private void OnLoopFailed(Exception error)
    {
        ProxyLog.LoopFaulted(_logger, error);
        _failed.TrySetResult(error);
    }
}
