using System.Net;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Hostile.Tests.Sockets;

/// <summary>The proxy on a real socket with its engine for Linux, one loop, and a clock that stands at noon until it is moved.</summary>
internal sealed class SocketRig : IDisposable
{
    private readonly ProxyServer _server;
    private readonly ProxyModel _model;
    private bool _disposed;

    public SocketRig(ProxyModel model)
    {
        _model = model;
        _server = new ProxyServer(model, workers: 1, "epoll", Log, Clock);
        _server.Start();
    }

    public ManualClock Clock { get; } = new(ProxyRig.Noon);

    public LogCollector Log { get; } = new();

    public IPEndPoint EndPoint => _server.EndPoints[0];

    public ShardCounters Counters => _server.Counters[0];

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(this);

    /// <summary>Until the proxy has seen all that was sent to it: what lies in a socket is found by the turn that runs what is posted.</summary>
    public async Task SettleAsync()
    {
        for (int turn = 0; turn < 2; turn++)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Loop.Post(static state => ((TaskCompletionSource)state!).SetResult(), seen);
            await seen.Task.WaitAsync(RawClient.Patience);
        }
    }

    /// <summary>Moves the clock; deadlines that have passed are acted upon.</summary>
    public Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        return SettleAsync();
    }

    /// <summary>Puts the same configuration in force anew.</summary>
    public void Reload() => _server.Apply(_model);

    /// <summary>All clients have left and all upstreams are closed: nothing may be held any more.</summary>
    public async Task AssertNothingLeaksAsync()
    {
        await UntilAsync(() => Counters.Clients == 0, "clients");
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await UntilAsync(() => Counters.UpstreamConnections == 0 && Counters.UpstreamIdle == 0, "upstream connections");
        await UntilAsync(() => Loop.Buffers.Outstanding == 0, "blocks");
        Dispose();
        Assert.DoesNotContain(Log.Lines, static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _server.Dispose();
        }
    }

    /// <summary>Turns the loop until it is so; what it waits for are the kernel's messages, which come at once.</summary>
    public async Task UntilAsync(Func<bool> isSo, string what)
    {
        const int Turns = 20_000;
        for (int i = 0; i < Turns; i++)
        {
            if (isSo())
            {
                return;
            }

            await SettleAsync();
        }

        Assert.Fail($"{what}: {Counters.Clients} clients, {Counters.UpstreamConnections} upstream connections, {Loop.Buffers.Outstanding} blocks");
    }

    private Loop Loop => _server.Loops.First();
}
