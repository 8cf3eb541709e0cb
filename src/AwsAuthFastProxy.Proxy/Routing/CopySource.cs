using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// <c>x-amz-copy-source</c>: <c>[/]bucket/key[?versionId=...]</c>, percent-encoded. A copy reads in our name, so its source is where the
/// route itself may read: in its bucket, and below its prefix.
/// </summary>
internal static class CopySource
{
    // S3's keys have at most 1,024 bytes, encoded three times as many.
    private const int MostBytes = 3 * 1024;

    /// <param name="route">The route; signed.</param>
    /// <param name="bucket">The request's bucket, or empty.</param>
    /// <param name="source">The field's value.</param>
    public static bool IsAllowed(Route route, ReadOnlySpan<byte> bucket, ReadOnlySpan<byte> source)
    {
        if (source.StartsWith("/"u8))
        {
            source = source[1..];
        }

        // Without a bucket in the configuration the endpoint may be one already, and the first segment of the path part of a key.
        // What a regex or a text with variables makes of paths tells nothing of where else the route may read.
        return route.HasReach && route.Upstream.Model.BucketSource != BucketSource.None
            && !bucket.IsEmpty && source.Length > bucket.Length + 1 && source[bucket.Length] == (byte)'/'
            && IsBucket(route, bucket, source[..bucket.Length])
            && IsInReach(route, route.Upstream.Model.BucketSource == BucketSource.FromPath ? source : source[(bucket.Length + 1)..]);
    }

    /// <summary>A bucket's name needs no encoding, so an encoded one is refused. One named by Host is sent in lower case.</summary>
    private static bool IsBucket(Route route, ReadOnlySpan<byte> bucket, ReadOnlySpan<byte> name) =>
        route.Upstream.Model.BucketSource == BucketSource.FromHost
            ? Ascii.EqualsIgnoreCase(name, bucket) && !name.ContainsAnyInRange((byte)'A', (byte)'Z')
            : name.SequenceEqual(bucket);

    /// <summary>Whether the route could send the source's own path.</summary>
    private static bool IsInReach(Route route, ReadOnlySpan<byte> path)
    {
        if (route.Reach.Length <= 1)
        {
            return true;
        }

        int version = path.IndexOf((byte)'?');
        path = version < 0 ? path : path[..version];
        Span<byte> canonical = stackalloc byte[MostBytes + 1];
        canonical[0] = (byte)'/';
        // A plus is a space to some and a plus to others; a client that means well encodes it.
        return path.Length <= MostBytes && !path.Contains((byte)'+')
            && CanonicalPath.WriteS3(path, canonical[1..], out int length) == CanonicalStatus.Ok
            && canonical[..(length + 1)].StartsWith(route.Reach);
    }
}
