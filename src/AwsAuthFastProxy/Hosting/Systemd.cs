using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Hosting;

/// <summary>Tells systemd how the service is (sd_notify(3)). Without systemd, which then names no socket, it does nothing.</summary>
internal sealed class Systemd : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _manager;
    private volatile bool _isSilent;

    /// <param name="variable">Reads an environment variable.</param>
    public Systemd(Func<string, string?> variable)
    {
        if (variable("NOTIFY_SOCKET") is { Length: > 1 } path && path[0] is '/' or '@')
        {
            // '@' is the abstract namespace, whose names begin with NUL (unix(7)).
            _manager = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path);
            _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        }

        bool isMine = variable("WATCHDOG_PID") is not { } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (isMine && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0)
        {
            WatchdogPeriod = TimeSpan.FromMicroseconds(microseconds);
        }
    }

    /// <summary>Within which systemd wants a sign of life; null when it wants none.</summary>
    public TimeSpan? WatchdogPeriod { get; }

    public void Ready() => Tell("READY=1");

    /// <summary>A new configuration is being read; <see cref="Ready"/> ends that.</summary>
    public void Reloading() => Tell($"RELOADING=1\nMONOTONIC_USEC={MonotonicMicroseconds()}");

    public void Stopping() => Tell("STOPPING=1");

    public void Alive() => Tell("WATCHDOG=1");

    /// <summary>Another process is the service from now on; this one has nothing more to say (sd_notify(3), MAINPID).</summary>
    public void HandOver(int process)
    {
        Tell(string.Create(CultureInfo.InvariantCulture, $"MAINPID={process}"));
        _isSilent = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    // On Linux Stopwatch reads CLOCK_MONOTONIC, which is what is asked for.
    private static string MonotonicMicroseconds() =>
        ((long)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1e6))).ToString(CultureInfo.InvariantCulture);

    private void Tell(string state)
    {
        if (_isSilent)
        {
            return;
        }

        try
        {
            _socket?.SendTo(Encoding.ASCII.GetBytes(state), _manager!);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody listens: the service works all the same.
        }
    }
}
