using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// <c>x-amz-copy-source</c>: <c>[/]bucket/key[?versionId=...]</c>, percent-encoded. A copy reads in our name, so its source is where the
/// route itself may read: in its bucket, below its prefix, and not where another route would take the path. So a copy is no way around what other
/// routes ask of their clients.
/// </summary>
internal static class CopySource
{
    // S3's keys have at most 1,024 bytes, encoded three times as many.
    private const int MostBytes = 3 * 1024;

    /// <param name="finder">Finds the request's routes.</param>
    /// <param name="route">The route; signed.</param>
    /// <param name="bucket">The request's bucket, or empty.</param>
    /// <param name="source">The field's value.</param>
    public static bool IsAllowed(in RouteFinder finder, Route route, ReadOnlySpan<byte> bucket, ReadOnlySpan<byte> source)
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
            && IsInReach(finder, route, route.Upstream.Model.BucketSource == BucketSource.FromPath ? source : source[(bucket.Length + 1)..]);
    }

    /// <summary>A bucket's name needs no encoding, so an encoded one is refused. One named by Host is sent in lower case.</summary>
    private static bool IsBucket(Route route, ReadOnlySpan<byte> bucket, ReadOnlySpan<byte> name) =>
        route.Upstream.Model.BucketSource == BucketSource.FromHost
            ? Ascii.EqualsIgnoreCase(name, bucket) && !name.ContainsAnyInRange((byte)'A', (byte)'Z')
            : name.SequenceEqual(bucket);

    /// <summary>Whether the route could send the source's own path.</summary>
    private static bool IsInReach(in RouteFinder finder, Route route, ReadOnlySpan<byte> path)
    {
        if (route.Reach.Length <= 1 && finder.IsSingle)
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
            && canonical[..(length + 1)].StartsWith(route.Reach)
            && IsShown(finder, route, canonical[..(length + 1)]);
    }

    /// <summary>Whether a path that clients could ask for is sent as <paramref name="sent"/> by this route.</summary>
    private static bool IsShown(in RouteFinder finder, Route route, ReadOnlySpan<byte> sent)
    {
        if (route.ReplacePrefix.Length > 0)
        {
            return IsOf(finder, route, route.PathPrefix, sent[route.ReplacePrefix.Length..]);
        }

        ReadOnlySpan<byte> rest = sent[route.AddPrefix.Length..];
        ReadOnlySpan<byte> strip = route.StripPrefix;
        bool isSegment = rest.StartsWith("/"u8);
        bool isStripped = !strip.IsEmpty && rest.StartsWith(strip) && (rest.Length == strip.Length || rest[strip.Length] == (byte)'/');
        return isSegment && ((!isStripped && IsOf(finder, route, default, rest)) || (!strip.IsEmpty && IsOf(finder, route, strip, rest)));
    }

    /// <summary>Whether a path is this route's, also for servers that make one slash of several.</summary>
    private static bool IsOf(in RouteFinder finder, Route route, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> rest)
    {
        RequestValues values = finder.Source.Values;
        Span<byte> room = values.Room(prefix.Length + rest.Length);
        if (room.IsEmpty)
        {
            return false;
        }

        prefix.CopyTo(room);
        rest.CopyTo(room[prefix.Length..]);
        ByteRange path = values.Keep(prefix.Length + rest.Length);
        return ReferenceEquals(finder.MatchOther(path), route) && finder.IsSameMerged(route, values.Of(path));
    }
}
