namespace AwsAuthFastProxy.Origin;

/// <summary>A request's content and the trailer section after it, which is never merged into the headers (RFC 9110 §6.5.1).</summary>
/// <param name="Octets">The content, transfer coding removed.</param>
/// <param name="Trailers">Field lines of the trailer section in order.</param>
public sealed record RequestContent(byte[] Octets, IReadOnlyList<KeyValuePair<string, string>> Trailers)
{
    internal static RequestContent Empty { get; } = new([], []);
}
