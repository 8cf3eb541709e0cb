using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Path and query that are sent where they are not the client's own: what rewriting left, or what the route's target says.</summary>
internal readonly ref struct SentTarget
{
    private SentTarget(ReadOnlySpan<byte> path, bool isCanonical, ReadOnlySpan<byte> query, bool hasQuery)
    {
        Path = path;
        IsCanonical = isCanonical;
        Query = query;
        HasQuery = hasQuery;
    }

    /// <summary>The path; raw unless <see cref="IsCanonical"/>.</summary>
    public ReadOnlySpan<byte> Path { get; }

    public bool IsCanonical { get; }

    /// <summary>The raw query.</summary>
    public ReadOnlySpan<byte> Query { get; }

    public bool HasQuery { get; }

    /// <summary>Finds it out; false when the route's target is no path, or too long.</summary>
    /// <param name="route">The request's route.</param>
    /// <param name="path">The path by which it was found.</param>
    /// <param name="source">The request.</param>
    /// <param name="sent">The result.</param>
    public static bool TryFind(Route route, ReadOnlySpan<byte> path, in TextSource source, out SentTarget sent)
    {
        bool hasQuery = source.Values.HasArguments ? !source.Query.IsEmpty : source.Head.HasQuery;
        sent = new SentTarget(path, isCanonical: true, source.Query, hasQuery);
        if (route.Target is null)
        {
            return true;
        }

        if (!TextRange.TryWrite(route.Target, source, TextForm.Target, out ByteRange range))
        {
            return false;
        }

        ReadOnlySpan<byte> text = source.Values.Of(range);
        if (text.IsEmpty)
        {
            // As in nginx: variables that are all empty say nothing.
            return true;
        }

        int mark = text.IndexOf((byte)'?');
        sent = new SentTarget(
            mark < 0 ? text : mark == 0 ? "/"u8 : text[..mark], isCanonical: false, mark < 0 ? default : text[(mark + 1)..], mark >= 0);
        return sent.Path[0] == '/';
    }

    /// <summary>Most bytes of the canonical forms of both.</summary>
    public int MaxLength => CanonicalPath.MaxLength(Path.Length) + CanonicalQuery.MaxLength(Query.Length);

    /// <summary>Writes the path in canonical form.</summary>
    /// <param name="keepSlashes">An encoded slash is part of a segment.</param>
    /// <param name="destination">Takes it.</param>
    /// <param name="length">Bytes written.</param>
    public bool TryWritePath(bool keepSlashes, Span<byte> destination, out int length)
    {
        if (IsCanonical)
        {
            length = Path.Length;
            return Path.TryCopyTo(destination);
        }

        return (keepSlashes ? CanonicalPath.WriteKeepingSlashes(Path, destination, out length) : CanonicalPath.WriteS3(Path, destination, out length)) == CanonicalStatus.Ok;
    }
}
