namespace AwsAuthFastProxy.Origin;

/// <summary>A request's start line and field lines, and what they say about framing and the connection.</summary>
public sealed class RequestHead
{
    internal RequestHead(string method, string target, int minorVersion, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Method = method;
        Target = target;
        MinorVersion = minorVersion;
        Headers = headers;
    }

    /// <summary>The method, case kept.</summary>
    public string Method { get; }

    /// <summary>The request-target exactly as received.</summary>
    public string Target { get; }

    /// <summary>The minor version of HTTP/1.</summary>
    public int MinorVersion { get; }

    /// <summary>Field lines in order, octets as Latin-1 characters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The authority: of the target when that is in absolute-form (RFC 9112 §3.2.2), else of Host; empty in HTTP/1.0 without Host.</summary>
    public string Authority { get; internal init; } = "";

    /// <summary>Path and query: the target without scheme and authority.</summary>
    public string PathAndQuery { get; internal init; } = "";

    /// <summary>The value of Content-Length in octets; null when there is none.</summary>
    public long? ContentLength { get; internal init; }

    /// <summary>Whether the content is framed by the chunked transfer coding.</summary>
    public bool IsChunked { get; internal init; }

    /// <summary>Whether octets of content follow the head.</summary>
    public bool HasContent => IsChunked || ContentLength > 0;

    /// <summary>Whether the client waits for 100 (Continue); never in HTTP/1.0 (RFC 9110 §10.1.1).</summary>
    public bool ExpectsContinue =>
        MinorVersion > 0 && HasContent && FieldLines.Members(Headers, "Expect").Contains("100-continue", StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the connection ends with this exchange (RFC 9112 §9.3); HTTP/1.0 connections always do here.</summary>
    public bool IsLast =>
        MinorVersion == 0 || FieldLines.Members(Headers, "Connection").Contains("close", StringComparer.OrdinalIgnoreCase);

    /// <summary>All values of a field joined with <c>", "</c>; null when it is absent.</summary>
    public string? Header(string name) => FieldLines.Combined(Headers, name, ", ");
}
