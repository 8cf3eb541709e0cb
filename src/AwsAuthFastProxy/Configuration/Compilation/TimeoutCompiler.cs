using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>timeouts</c>.</summary>
internal static class TimeoutCompiler
{
    // Longer is a slip of the pen, and the timer wheel need not count so far.
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    public static TimeoutModel Compile(TimeoutConfig? config, Diagnostics diagnostics)
    {
        var defaults = new TimeoutModel();
        if (config is null)
        {
            return defaults;
        }

        return new TimeoutModel
        {
            ClientHeader = Read("clientHeader", config.ClientHeader, defaults.ClientHeader, diagnostics),
            ClientIdle = Read("clientIdle", config.ClientIdle, defaults.ClientIdle, diagnostics),
            Connect = Read("connect", config.Connect, defaults.Connect, diagnostics),
            Queue = Read("queue", config.Queue, defaults.Queue, diagnostics),
            UpstreamFirstByte = Read("upstreamFirstByte", config.UpstreamFirstByte, defaults.UpstreamFirstByte, diagnostics),
            UpstreamIdle = Read("upstreamIdle", config.UpstreamIdle, defaults.UpstreamIdle, diagnostics),
            Body = Read("body", config.Body, defaults.Body, diagnostics),
            Drain = Read("drain", config.Drain, defaults.Drain, diagnostics, mayBeZero: true),
            DrainDelay = Read("drainDelay", config.DrainDelay, defaults.DrainDelay, diagnostics, mayBeZero: true),
            DrainIdle = Read("drainIdle", config.DrainIdle, defaults.DrainIdle, diagnostics, mayBeZero: true),
            TlsHandshake = Read("tlsHandshake", config.TlsHandshake, defaults.TlsHandshake, diagnostics),
            Linger = Read("linger", config.Linger, defaults.Linger, diagnostics),
        };
    }

    /// <summary>Those of a route; null when it has none of its own.</summary>
    public static RouteTimeoutModel? Compile(RouteTimeoutConfig? config, Diagnostics diagnostics) => config is null ? null : new RouteTimeoutModel
    {
        Connect = ReadOwn("connect", config.Connect, diagnostics),
        UpstreamFirstByte = ReadOwn("upstreamFirstByte", config.UpstreamFirstByte, diagnostics),
        Body = ReadOwn("body", config.Body, diagnostics),
    };

    private static TimeSpan? ReadOwn(string key, TextSetting? setting, Diagnostics diagnostics) =>
        Read(key, setting, TimeSpan.Zero, diagnostics) is { Ticks: > 0 } own ? own : null;

    private static TimeSpan Read(string key, TextSetting? setting, TimeSpan otherwise, Diagnostics diagnostics, bool mayBeZero = false)
    {
        if (setting is null or { IsFaulty: true })
        {
            return otherwise;
        }

        if (!Duration.TryParse(setting.Value, out var duration))
        {
            diagnostics.Error(key, setting, $"this is no duration; {Duration.Expected}");
            return otherwise;
        }

        if (duration > s_longest || (duration == TimeSpan.Zero && !mayBeZero))
        {
            diagnostics.Error(key, setting, $"a duration is {(mayBeZero ? "at most" : "more than nothing and at most")} \"24h\"");
            return otherwise;
        }

        return duration;
    }
}
