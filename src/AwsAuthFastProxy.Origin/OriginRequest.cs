namespace AwsAuthFastProxy.Origin;

/// <summary>One request as it came over the wire, for tests to look at.</summary>
/// <param name="Connection">The number of the connection that carried it; the first is 1.</param>
/// <param name="Method">The method, case kept.</param>
/// <param name="Target">The request-target exactly as received.</param>
/// <param name="Headers">Field lines in order; names with their case, values without the white space around them, octets as Latin-1 characters.</param>
/// <param name="Body">The content with the transfer coding removed; <c>aws-chunked</c> framing is still there.</param>
/// <param name="Verdict">What the check of signature and payload came to.</param>
/// <param name="MinorVersion">The minor version of HTTP/1.</param>
public sealed record OriginRequest(
    long Connection,
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body,
    SignatureVerdict Verdict,
    int MinorVersion)
{
    /// <summary>The values of all field lines of this name, joined with <c>", "</c>; null when there is none.</summary>
    public string? Header(string name) => FieldLines.Combined(Headers, name, ", ");
}
