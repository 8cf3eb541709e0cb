using System.Globalization;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>An upstream with its names as the bytes that go into requests. Immutable but for what was said in the log; part of a <see cref="Snapshot"/>.</summary>
internal sealed class Upstream
{
    public Upstream(UpstreamModel model, int index, Upstream? root = null)
    {
        Root = root ?? this;
        Regions = root?.Regions ?? new RegionTable(this);
        ClockOffset = root?.ClockOffset ?? new ClockOffset();
        Told = root?.Told ?? new CauseSet();
        Model = model;
        Index = index;
        IsS3 = model.IsS3;
        string host = model.EndpointHost.Contains(':', StringComparison.Ordinal) ? $"[{model.EndpointHost}]" : model.EndpointHost;
        if (model.EndpointPort != (model.Tls is null ? 80 : 443))
        {
            // RFC 9110 §7.2 and the signature agree: the port stands in Host unless it is the scheme's default.
            host += ":" + model.EndpointPort.ToString(CultureInfo.InvariantCulture);
        }

        Endpoint = Encoding.ASCII.GetBytes(host);
        bool virtualHost = model is { BucketSource: BucketSource.Fixed, Style: BucketStyle.VirtualHost };
        Host = virtualHost ? Encoding.ASCII.GetBytes($"{model.Bucket}.{host}") : Endpoint;
        PathPrefix = Encoding.ASCII.GetBytes(
            model is { BucketSource: BucketSource.Fixed, Style: BucketStyle.Path }
                ? $"{model.EndpointPath}/{model.Bucket}"
                : model.EndpointPath);
        Bucket = Encoding.ASCII.GetBytes(model.Bucket ?? "");
        string serverName = model.Tls?.ServerName ?? (virtualHost ? $"{model.Bucket}.{model.EndpointHost}" : model.EndpointHost);
        Key = new ConnectionKey(model.EndpointHost, model.EndpointPort, model.Tls is null ? null : serverName, model.Tls?.Verify ?? false, model.Tls?.Authorities);
        if (model.ConnectTo.Count > 0)
        {
            Key = Key with { Targets = model.ConnectTo };
        }
    }

    /// <summary>Stands for the upstream of a route that has none: its steps answer, or the route is as good as none.</summary>
    public static Upstream None { get; } = new(new UpstreamModel { Name = "", EndpointHost = "", EndpointPort = 80 }, -1);

    /// <summary>What the configuration says.</summary>
    public UpstreamModel Model { get; }

    /// <summary>The upstream as configured; this one, unless it was made for a bucket that is in another region.</summary>
    public Upstream Root { get; }

    /// <summary>Its buckets that are in other regions.</summary>
    public RegionTable Regions { get; }

    /// <summary>Its clock against ours.</summary>
    public ClockOffset ClockOffset { get; }

    /// <summary>Reasons for refused signatures that the log has.</summary>
    public CauseSet Told { get; }

    /// <summary>Whether it signs as S3 does; see <see cref="UpstreamModel.IsS3"/>.</summary>
    public bool IsS3 { get; }

    /// <summary>Position in the snapshot; loops keep their state for it under the same.</summary>
    public int Index { get; }

    /// <summary>Host and port of the endpoint, as they stand in Host.</summary>
    public byte[] Endpoint { get; }

    /// <summary>The Host that is sent and signed, unless the bucket comes from the request and goes into the host.</summary>
    public byte[] Host { get; }

    /// <summary>What stands before the key in each path: the endpoint's path and, in path style, a fixed bucket. No slash at the end.</summary>
    public byte[] PathPrefix { get; }

    /// <summary>The fixed bucket, or empty.</summary>
    public byte[] Bucket { get; }

    /// <summary>What tells its connections from others.</summary>
    public ConnectionKey Key { get; }

    /// <summary>That a day's key is missing and the day before stands in, said once for all loops.</summary>
    public OnceADay StandInWarning { get; } = new();

    /// <summary>That there is no key for the next day, said once for all loops.</summary>
    public OnceADay NextDayWarning { get; } = new();

    /// <summary>Whether some of its keys may be another upstream's too: one endpoint's host, and not two buckets by name.</summary>
    public bool MayShareBucket(Upstream other) =>
        Model.EndpointHost.Equals(other.Model.EndpointHost, StringComparison.OrdinalIgnoreCase)
        && (Bucket.Length == 0 || other.Bucket.Length == 0 || Bucket.AsSpan().SequenceEqual(other.Bucket));
}
