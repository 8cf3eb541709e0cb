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
    public UpstreamTarget(Route route, Span<byte> scratch, int pathOffset, int pathLength, Span<byte> canonicalQuery)
    {
        Route = route;
        _query = canonicalQuery;
        _queryLength = canonicalQuery.Length;
        int end = pathOffset + pathLength;
        int start = scratch[pathOffset..end].StartsWith(route.StripPrefix) ? pathOffset + route.StripPrefix.Length : pathOffset;
        ReadOnlySpan<byte> added = route.AddPrefix;
        if ((start == end || scratch[start] != (byte)'/') && !added.EndsWith("/"u8))
        {
            scratch[--start] = (byte)'/';
        }

        start -= added.Length;
        added.CopyTo(scratch[start..]);
        Path = scratch[start..end];
    }

    public Route Route { get; }

    /// <summary>The canonical query.</summary>
    public readonly ReadOnlySpan<byte> Query => _query[.._queryLength];

    /// <summary>The rewritten path: begins with a slash; then the key, or the bucket and the key where the client names the bucket.</summary>
    public ReadOnlySpan<byte> Path { get; private set; }

    /// <summary>A bucket taken from Host that goes into the path, or empty.</summary>
    public ReadOnlySpan<byte> PathBucket { get; private set; }

    /// <summary>A bucket taken from the request that goes into the host, or empty.</summary>
    public ReadOnlySpan<byte> HostBucket { get; private set; }

    /// <summary>Takes the client's authentication parameters out of the query.</summary>
    public void RemoveAuthentication() => _queryLength = AuthenticationParameters.Remove(_query[.._queryLength]);

    /// <summary>Finds the bucket of <c>{path}</c> and <c>{host}</c> upstreams and puts it where their style wants it; false when there is none.</summary>
    public bool TryResolveBucket(ReadOnlySpan<byte> host)
    {
        UpstreamModel model = Route.Upstream.Model;
        switch (model.BucketSource)
        {
            case BucketSource.FromPath when model.Style == BucketStyle.VirtualHost:
                int slash = Path[1..].IndexOf((byte)'/');
                HostBucket = slash < 0 ? Path[1..] : Path.Slice(1, slash);
                Path = slash < 0 ? "/"u8 : Path[(slash + 1)..];
                return BucketName.IsValid(HostBucket);
            case BucketSource.FromHost:
                int dot = host.IndexOf((byte)'.');
                ReadOnlySpan<byte> label = dot < 0 ? default : host[..dot];
                if (model.Style == BucketStyle.VirtualHost)
                {
                    HostBucket = label;
                }
                else
                {
                    PathBucket = label;
                }

                return BucketName.IsValid(label);
            default:
                return true;
        }
    }
}
