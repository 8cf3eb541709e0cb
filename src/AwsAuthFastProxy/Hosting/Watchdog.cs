using AwsAuthFastProxy.Proxy.Hosting;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// Gives systemd its signs of life, driven by the event loops: each is asked at every tick, and while one owes its answer since the tick before
/// nothing is said, so that a service whose loop hangs is started anew.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly ProxyServer _server;
    private readonly Systemd _systemd;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;

    private Watchdog(ProxyServer server, Systemd systemd, TimeSpan period, TimeProvider clock)
    {
        // sd_watchdog_enabled(3): half the time, so that one late tick is not the end.
        (_server, _systemd, _interval) = (server, systemd, period / 2);
        _timer = clock.CreateTimer(_ => Tick(), null, TimeSpan.Zero, _interval);
    }

    /// <summary>Starts it; null where systemd wants no signs.</summary>
    public static Watchdog? Start(ProxyServer server, Systemd systemd, TimeProvider clock) =>
        systemd.WatchdogPeriod is { } period ? new Watchdog(server, systemd, period, clock) : null;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        bool alive = !_server.Failed.IsCompleted;
        foreach (var pulse in _server.Pulses)
        {
            alive &= pulse.Waiting < _interval;
            pulse.Beat();
        }

        if (alive)
        {
            _systemd.Alive();
        }
    }
}
