using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>limits</c>.</summary>
internal static class LimitCompiler
{
    public static LimitModel Compile(LimitConfig? config, Diagnostics diagnostics)
    {
        var defaults = new LimitModel();
        if (config is null)
        {
            return defaults;
        }

        return new LimitModel
        {
            // A head lies in one buffer as a whole, so its limit has one.
            HeadBytes = (int)Size("headBytes", config.HeadBytes, defaults.HeadBytes, 1024, 1024 * 1024, diagnostics),
            Headers = Count("headers", config.Headers, defaults.Headers, 10_000, diagnostics),
            ClientConnections = Count("clientConnections", config.ClientConnections, defaults.ClientConnections, 10_000_000, diagnostics),
            ConnectionsPerUpstream = Count("connectionsPerUpstream", config.ConnectionsPerUpstream, defaults.ConnectionsPerUpstream, 1_000_000, diagnostics),
            WaitersPerUpstream = Count("waitersPerUpstream", config.WaitersPerUpstream, defaults.WaitersPerUpstream, 1_000_000, diagnostics),
            BodyBytes = Size("bodyBytes", config.BodyBytes, defaults.BodyBytes, 0, long.MaxValue, diagnostics),
            SpoolBytes = Size("spoolBytes", config.SpoolBytes, defaults.SpoolBytes, 0, long.MaxValue, diagnostics),
            TargetBytes = (int)Size("targetBytes", config.TargetBytes, defaults.TargetBytes, 64, 1024 * 1024, diagnostics),
            ChunkOverheadBytes = (int)Size("chunkOverheadBytes", config.ChunkOverheadBytes, defaults.ChunkOverheadBytes, 1024, 1 << 30, diagnostics),
            RequestsPerConnection = Count("requestsPerConnection", config.RequestsPerConnection, defaults.RequestsPerConnection, int.MaxValue, diagnostics),
            ConnectionRate = RateCompiler.Compile(config.ConnectionRate, "connectionsPerSecond", diagnostics),
            TlsHandshakes = Count("tlsHandshakes", config.TlsHandshakes, defaults.TlsHandshakes, 1_000_000, diagnostics),
            ConnectionsPerClient = Count("connectionsPerClient", config.ConnectionsPerClient, defaults.ConnectionsPerClient, 10_000_000, diagnostics),

            // More would cut off whoever is not in the same house.
            MinUploadRate = Size("minUploadRate", config.MinUploadRate, defaults.MinUploadRate, 0, 1 << 30, diagnostics),
            MinDownloadRate = Size("minDownloadRate", config.MinDownloadRate, defaults.MinDownloadRate, 0, 1 << 30, diagnostics),
            InterimResponses = Count("interimResponses", config.InterimResponses, defaults.InterimResponses, 1000, diagnostics),
        };
    }

    /// <summary>A size in bytes; <paramref name="otherwise"/> when it is absent or wrong, which is then reported.</summary>
    public static long Size(string key, TextSetting? setting, long otherwise, long least, long most, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return otherwise;
        }

        if (!ByteSize.TryParse(setting.Value, out var bytes))
        {
            diagnostics.Error(key, setting, $"this is no size; {ByteSize.Expected}");
            return otherwise;
        }

        return InRange(key, setting, bytes, least, most, diagnostics) ? bytes : otherwise;
    }

    /// <summary>A whole number of at least 1.</summary>
    internal static int Count(string key, TextSetting? setting, int otherwise, int most, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return otherwise;
        }

        // Digits only: a size without a unit.
        if (setting.Value.AsSpan().ContainsAnyExceptInRange('0', '9') || !ByteSize.TryParse(setting.Value, out var count))
        {
            diagnostics.Error(key, setting, "this is no whole number");
            return otherwise;
        }

        return InRange(key, setting, count, 1, most, diagnostics) ? (int)count : otherwise;
    }

    private static bool InRange(string key, TextSetting setting, long value, long least, long most, Diagnostics diagnostics)
    {
        if (value >= least && value <= most)
        {
            return true;
        }

        diagnostics.Error(key, setting, $"it may be from {least} to {most}");
        return false;
    }
}
