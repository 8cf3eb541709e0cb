using System.Text;

namespace AwsAuthFastProxy.Admin;

/// <summary>The pages of the admin listener, by exact path.</summary>
internal sealed class AdminPages(Liveness liveness, Readiness readiness, PrometheusText metrics, ConfigPage config)
{
    private const string Plain = "text/plain; charset=utf-8";
    private const string Json = "application/json";

    /// <summary>The page at <paramref name="path"/>, or null.</summary>
    public AdminAnswer? Find(ReadOnlySpan<byte> path) => path switch
    {
        _ when path.SequenceEqual("/livez"u8) => liveness.IsAlive() ? Text(200, Plain, "ok\n") : Text(503, Plain, "an event loop has not turned for a while\n"),
        _ when path.SequenceEqual("/readyz"u8) => Ready(),
        _ when path.SequenceEqual("/metrics"u8) => Text(200, PrometheusText.ContentType, metrics.Write()),
        _ when path.SequenceEqual("/config"u8) => Text(200, Json, config.Write()),
        _ => null,
    };

    /// <summary>A short plain answer.</summary>
    public static AdminAnswer Error(int status, string words) => Text(status, Plain, words + "\n");

    private AdminAnswer Ready()
    {
        IReadOnlyList<ReadinessReason> reasons = readiness.Reasons();
        return Text(reasons.Count == 0 ? 200 : 503, Json, Readiness.Write(reasons));
    }

    private static AdminAnswer Text(int status, string type, string text) => new(status, type, Encoding.UTF8.GetBytes(text));
}
