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
        foreach (UpstreamModel upstream in server.Model.Routes.Where(static route => route.Sign).Select(static route => route.Upstream).Distinct())
        {
            if (upstream.Credentials is { } credentials && Check(upstream, KeyOutlook.Of(credentials, upstream.Region, upstream.Service, now), now) is { } reason)
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

    private static ReadinessReason? Check(UpstreamModel upstream, KeyOutlook outlook, DateTimeOffset now) => outlook.Days switch
    {
        0 => new ReadinessReason(NoKey, $"upstream {upstream.Name}: {outlook.Reason}"),
        not null when outlook.SecondsLeft(now) < s_nextHours.TotalSeconds => new ReadinessReason(
            KeyExpires, $"upstream {upstream.Name}: the last key ends at {now.UtcDateTime.Date.AddDays(outlook.Days.Value):yyyy-MM-dd'T'HH:mm'Z'}"),
        _ => null,
    };
}
