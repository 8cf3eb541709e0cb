using AwsAuthFastProxy.Http;
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
    public static bool TryKeepSlashes(Snapshot snapshot, Route route, RequestHead head, ReadOnlySpan<byte> bytes, Span<byte> path, ref int length)
    {
        ReadOnlySpan<byte> raw = head.Path.Of(bytes);
        bool hasEncoded = raw.IndexOf("%2F"u8) >= 0 || raw.IndexOf("%2f"u8) >= 0;
        return !hasEncoded
            || (CanonicalPath.WriteKeepingSlashes(raw, path, out length) == CanonicalStatus.Ok
                && ReferenceEquals(snapshot.Routes.Match(head.Host.Of(bytes), path[..length]), route));
    }
}
