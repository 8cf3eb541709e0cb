using System.Buffers;
using System.Text;
using System.Text.Json;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Admin;

/// <summary>Whether this process should get requests.</summary>
internal sealed class Readiness(ProxyServer server, TimeProvider clock)
{
    /// <summary>No listening socket.</summary>
    public const string NoListener = "no-listener";

    /// <summary>The process is stopping.</summary>
    public const string Draining = "draining";

    /// <summary>An upstream that routes sign for has no key today.</summary>
    public const string NoKey = "no-key";

    /// <summary>It has one now, and none for the next hours.</summary>
    public const string KeyExpires = "key-expires";

    // What a failing provider may still have left.
    private static readonly TimeSpan s_nextMinutes = TimeSpan.FromMinutes(5);

    // Long enough for somebody to wake up and lay down keys before requests fail.
    private static readonly TimeSpan s_nextHours = TimeSpan.FromHours(2);

    /// <summary>Every reason against it; none when it is ready.</summary>
    public IReadOnlyList<ReadinessReason> Reasons()
    {
        var reasons = new List<ReadinessReason>();
        if (server.IsDraining)
        {
            reasons.Add(new ReadinessReason(Draining, "the process is stopping"));
        }

        if (server.EndPoints.Count == 0)
        {
            reasons.Add(new ReadinessReason(NoListener, "nothing listens yet"));
        }

        DateTimeOffset now = clock.GetUtcNow();
        foreach (UpstreamModel upstream in server.Model.Routes.Where(static route => route.Sign).Select(static route => route.Upstream!).Distinct())
        {
            if (upstream.Credentials?.Status(now, upstream.Region, upstream.Service) is { } status && Check(upstream.Name, status) is { } reason)
            {
                reasons.Add(reason);
            }
        }

        return reasons;
    }

    /// <summary>As a JSON object: <c>{"ready":…,"reasons":[{"reason":…,"detail":…}]}</c>.</summary>
    public static string Write(IReadOnlyList<ReadinessReason> reasons)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("ready", reasons.Count == 0);
            json.WriteStartArray("reasons");
            foreach (ReadinessReason reason in reasons)
            {
                json.WriteStartObject();
                json.WriteString("reason", reason.Reason);
                json.WriteString("detail", reason.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static ReadinessReason? Check(string upstream, KeyStatus status)
    {
        if (!status.IsUsable)
        {
            return new ReadinessReason(NoKey, $"upstream {upstream}: credentials {status.Name} have no key now{Because(status)}");
        }

        // Temporary credentials are renewed shortly before they end; that is no reason unless it fails.
        TimeSpan need = status.DaysInHand is not null ? s_nextHours : status.LastError is not null ? s_nextMinutes : TimeSpan.Zero;
        return status.SecondsToExpiry < need.TotalSeconds
            ? new ReadinessReason(KeyExpires, $"upstream {upstream}: the keys of credentials {status.Name} end at {status.Expires:yyyy-MM-dd'T'HH:mm:ss'Z'}{Because(status)}")
            : null;
    }

    private static string Because(KeyStatus status) => status.LastError is { } error ? $" ({error})" : "";
}
