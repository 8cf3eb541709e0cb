using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Writes where a request goes: the target of the request line and the value of Host.</summary>
internal static class TargetWriter
{
    /// <summary>Writes path and query and tells where they lie, for the signature.</summary>
    public static ByteRange WritePath(
        ref HeadWriter writer, in UpstreamTarget target, RequestHead head, ReadOnlySpan<byte> bytes, out ByteRange query)
    {
        int start = writer.Length;
        if (target.Route.KeepsPath && !target.IsRewritten)
        {
            query = default;
            writer.Write(head.Path.IsEmpty ? "/"u8 : head.Path.Of(bytes));
            WriteQuery(ref writer, target);
            return default;
        }

        writer.Write(target.Upstream.PathPrefix);
        if (!target.PathBucket.IsEmpty)
        {
            writer.Write("/"u8);
            WriteLower(ref writer, target.PathBucket);
        }

        writer.Write(target.Path);
        var path = new ByteRange(start, writer.Length - start);
        if (!target.Route.Sign)
        {
            query = default;
            WriteQuery(ref writer, target);
            return path;
        }

        if (!target.Query.IsEmpty)
        {
            writer.Write("?"u8);
            writer.Write(target.Query);
        }

        query = new ByteRange(writer.Length - target.Query.Length, target.Query.Length);
        return path;
    }

    /// <summary>Without a signature nothing needs the query in another form than it was written in (RFC 9110 §7.7).</summary>
    private static void WriteQuery(ref HeadWriter writer, in UpstreamTarget target)
    {
        if (target.HasQuery)
        {
            writer.Write("?"u8);
            writer.Write(target.RawQuery);
        }
    }

    private static void WriteLower(ref HeadWriter writer, ReadOnlySpan<byte> bucket)
    {
        Span<byte> room = writer.Claim(bucket.Length);
        if (!room.IsEmpty)
        {
            Ascii.ToLower(bucket, room, out _);
        }
    }

    /// <summary>Writes the value of Host: what is signed is what is sent.</summary>
    public static void WriteHost(ref HeadWriter writer, in UpstreamTarget target)
    {
        Upstream upstream = target.Upstream;
        if (target.HostBucket.IsEmpty)
        {
            // An upstream whose buckets come from the request has its endpoint here.
            writer.Write(upstream.Host);
            return;
        }

        WriteLower(ref writer, target.HostBucket);
        writer.Write("."u8);
        writer.Write(upstream.Endpoint);
    }
}
