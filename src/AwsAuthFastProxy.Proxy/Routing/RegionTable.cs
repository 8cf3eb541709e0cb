using System.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Which buckets of an upstream turned out to be in another region than configured. Bounded: the oldest entry makes room. Read by all loops
/// without a lock; learning is rare and takes one. Lives as long as its snapshot, so a reload forgets it.
/// </summary>
internal sealed class RegionTable(Upstream root)
{
    /// <summary>Most buckets that are remembered.</summary>
    public const int Capacity = 256;

    private const int MaxRegions = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Upstream> _byRegion = [];
    private volatile Entry[] _entries = [];

    /// <summary>Where requests for <paramref name="bucket"/> go.</summary>
    public Upstream Find(ReadOnlySpan<byte> bucket)
    {
        foreach (Entry entry in _entries)
        {
            // A bucket from Host has any case.
            if (entry.Bucket.Length == bucket.Length && Ascii.EqualsIgnoreCase(entry.Bucket, bucket))
            {
                return entry.Upstream;
            }
        }

        return root;
    }

    /// <summary>The upstream in <paramref name="region"/>: the same endpoint, or AWS's endpoint of that region; null when too many were named.</summary>
    public Upstream? InRegion(string region)
    {
        if (region == root.Model.Region)
        {
            return root;
        }

        lock (_lock)
        {
            if (!_byRegion.TryGetValue(region, out Upstream? upstream) && _byRegion.Count < MaxRegions)
            {
                // A server name of one's own, or other addresses, say that the endpoint is not AWS's public one, whatever its name.
                string host = (root.Model.Tls?.ServerName is null && root.Model.ConnectTo.Count == 0 ? AwsRegionalHost.InRegion(root.Model.EndpointHost, region) : null) ?? root.Model.EndpointHost;
                upstream = new Upstream(root.Model with { Region = region, EndpointHost = host }, root.Index, root);
                _byRegion.Add(region, upstream);
            }

            return upstream;
        }
    }

    /// <summary>Remembers where a bucket is; false when another loop did so before.</summary>
    public bool Learn(ReadOnlySpan<byte> bucket, Upstream upstream)
    {
        lock (_lock)
        {
            if (ReferenceEquals(Find(bucket), upstream))
            {
                return false;
            }

            var entries = new List<Entry>(_entries.Length + 1);
            foreach (Entry entry in _entries)
            {
                if (!Ascii.EqualsIgnoreCase(entry.Bucket, bucket))
                {
                    entries.Add(entry);
                }
            }

            if (entries.Count == Capacity)
            {
                entries.RemoveAt(0);
            }

            entries.Add(new Entry(bucket.ToArray(), upstream));
            _entries = [.. entries];
            return true;
        }
    }

    private readonly record struct Entry(byte[] Bucket, Upstream Upstream);
}
