using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// The target that goes upstream: the endpoint's path and a configured bucket, then <see cref="Path"/>, all canonical. The route's rewriting
/// is done in place, in the room the caller left before the client's path.
/// </summary>
internal ref struct UpstreamTarget
{
    private readonly Span<byte> _query;
    private int _queryLength;

    /// <param name="route">The request's route.</param>
    /// <param name="scratch">Holds the client's canonical path at <paramref name="pathOffset"/>, with the longest added prefix and a slash free before it.</param>
    /// <param name="pathOffset">Where that path begins.</param>
    /// <param name="pathLength">Its length.</param>
    /// <param name="canonicalQuery">The canonical query, to be changed in place.</param>
    /// <param name="replacesPrefix">Whether the route's replacement stands in place of its prefix, with which the path begins.</param>
    public UpstreamTarget(Route route, Span<byte> scratch, int pathOffset, int pathLength, Span<byte> canonicalQuery, bool replacesPrefix)
    {
        Route = route;
        Upstream = route.Upstream;
        Bucket = route.Upstream.Bucket;
        _query = canonicalQuery;
        _queryLength = canonicalQuery.Length;
        int end = pathOffset + pathLength;
        int start = pathOffset + (replacesPrefix ? route.PathPrefix.Length : Stripped(scratch[pathOffset..end], route.StripPrefix));
        if (replacesPrefix)
        {
            start -= route.ReplacePrefix.Length;
            route.ReplacePrefix.CopyTo(scratch[start..]);
            Path = scratch[start..end];
            return;
        }

        if (start == end)
        {
            scratch[--start] = (byte)'/';
        }

        ReadOnlySpan<byte> added = route.AddPrefix;
        start -= added.Length;
        added.CopyTo(scratch[start..]);
        Path = scratch[start..end];
    }

    public Route Route { get; }

    /// <summary>Whether path or query are not the client's.</summary>
    public bool IsRewritten { get; init; }

    /// <summary>The query as it was written, for a request that is not signed.</summary>
    public ReadOnlySpan<byte> RawQuery { get; init; }

    public bool HasQuery { get; init; }

    /// <summary>Where it goes.</summary>
    public Upstream Upstream { get; private set; }

    /// <summary>The canonical query.</summary>
    public readonly ReadOnlySpan<byte> Query => _query[.._queryLength];

    /// <summary>The rewritten path: begins with a slash; then the key, or the bucket and the key where <see cref="PathHasBucket"/>.</summary>
    public ReadOnlySpan<byte> Path { get; private set; }

    /// <summary>Whether the first segment of <see cref="Path"/> is a bucket that the client named (or may have named).</summary>
    public bool PathHasBucket { get; private set; }

    /// <summary>The bucket, in whatever case the client wrote it in Host; empty when there is none.</summary>
    public ReadOnlySpan<byte> Bucket { get; private set; }

    /// <summary>A bucket taken from Host that goes into the path, or empty. To be written in lower case.</summary>
    public ReadOnlySpan<byte> PathBucket { get; private set; }

    /// <summary>A bucket taken from the request that goes into the host, or empty. To be written in lower case.</summary>
    public ReadOnlySpan<byte> HostBucket { get; private set; }

    /// <summary>Sends it where its bucket turned out to be.</summary>
    public void ResolveRegion() => Upstream = Route.Upstream.Regions.Find(Bucket);

    /// <summary>Takes the client's authentication parameters out of the query.</summary>
    public void RemoveAuthentication() => _queryLength = AuthenticationParameters.Remove(_query[.._queryLength]);

    /// <summary>Finds the bucket of <c>{path}</c> and <c>{host}</c> upstreams and puts it where their style wants it; false when it is none.</summary>
    public bool TryResolveBucket(ReadOnlySpan<byte> host)
    {
        UpstreamModel model = Route.Upstream.Model;
        if (model.BucketSource == BucketSource.FromHost)
        {
            int dot = host.IndexOf((byte)'.');
            Bucket = dot < 0 ? default : host[..dot];
            HostBucket = model.Style == BucketStyle.VirtualHost ? Bucket : default;
            PathBucket = model.Style == BucketStyle.Path ? Bucket : default;
            return BucketName.IsValid(Bucket, ignoreCase: true);
        }

        if (model.BucketSource == BucketSource.Fixed)
        {
            return true;
        }

        PathHasBucket = true;
        int slash = Path[1..].IndexOf((byte)'/');
        Bucket = slash < 0 ? Path[1..] : Path.Slice(1, slash);
        if (model.BucketSource == BucketSource.None || model.Style == BucketStyle.Path || Path.Length == 1)
        {
            // The path goes as it is; no path at all asks for the service itself, whatever the style.
            return true;
        }

        PathHasBucket = false;
        HostBucket = Bucket;
        Path = slash < 0 ? "/"u8 : Path[(slash + 1)..];
        return BucketName.IsValid(Bucket, ignoreCase: false);
    }

    /// <summary>How many bytes of <paramref name="path"/> the prefix takes: whole segments only.</summary>
    private static int Stripped(ReadOnlySpan<byte> path, ReadOnlySpan<byte> prefix) =>
        path.StartsWith(prefix) && (path.Length == prefix.Length || path[prefix.Length] == (byte)'/') ? prefix.Length : 0;
}
