namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Dot segments (RFC 3986 §3.3) in a canonical path, where every spelling of a dot is a dot. Legal key text under a signature; without
/// one, what stands behind might resolve them out of the route's prefix.
/// </summary>
internal static class DotSegments
{
    public static bool Contains(ReadOnlySpan<byte> canonicalPath)
    {
        int dot = canonicalPath.IndexOf("/."u8);
        while (dot >= 0)
        {
            ReadOnlySpan<byte> segment = canonicalPath[(dot + 1)..];
            int end = segment.IndexOf((byte)'/');
            segment = end < 0 ? segment : segment[..end];
            if (segment.SequenceEqual("."u8) || segment.SequenceEqual(".."u8))
            {
                return true;
            }

            canonicalPath = canonicalPath[(dot + 1)..];
            dot = canonicalPath.IndexOf("/."u8);
        }

        return false;
    }
}
