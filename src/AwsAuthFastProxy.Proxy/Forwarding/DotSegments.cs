namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Dot segments (RFC 3986 §3.3) in a canonical path, where every spelling of a dot is a dot. Legal key text under a signature; without
/// one, what stands behind might resolve them out of the route's prefix. Some servers take a backslash for a slash, and some cut a
/// segment at its semicolon before they look for dots: theirs count too.
/// </summary>
internal static class DotSegments
{
    public static bool Contains(ReadOnlySpan<byte> canonicalPath)
    {
        for (int dot; (dot = canonicalPath.IndexOf((byte)'.')) >= 0; canonicalPath = canonicalPath[(dot + 1)..])
        {
            ReadOnlySpan<byte> before = canonicalPath[..dot];
            if ((before.EndsWith("/"u8) || before.EndsWith("%5C"u8)) && EndsBehindDots(canonicalPath[(dot + 1)..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsBehindDots(ReadOnlySpan<byte> rest)
    {
        if (rest.StartsWith("."u8))
        {
            rest = rest[1..];
        }

        return rest.IsEmpty || rest[0] == (byte)'/' || rest.StartsWith("%5C"u8) || rest.StartsWith("%3B"u8);
    }
}
