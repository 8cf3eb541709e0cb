using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Paths to services other than S3, where an encoded slash is part of a segment (an index named by date math at <c>es</c>, a path
/// parameter at <c>execute-api</c>) and must stay what it is.
/// </summary>
internal static class ServicePath
{
    /// <summary>
    /// Writes the path anew with its encoded slashes kept. False when it then takes another route than it did decoded: no spelling of a
    /// path reaches another route than its meaning.
    /// </summary>
    public static bool TryKeepSlashes(in RouteFinder finder, Route route, Span<byte> path, ref int length)
    {
        ReadOnlySpan<byte> raw = finder.Source.Head.Path.Of(finder.Source.Bytes);
        bool hasEncoded = raw.IndexOf("%2F"u8) >= 0 || raw.IndexOf("%2f"u8) >= 0;
        return !hasEncoded
            || (CanonicalPath.WriteKeepingSlashes(raw, path, out length) == CanonicalStatus.Ok
                && ReferenceEquals(finder.Match(path[..length]), route));
    }
}
