using System.Globalization;

namespace AwsAuthFastProxy.Origin;

/// <summary>
/// A slow and strict HTTP/1.1 request reader, line by line, for one connection. It shares no code with the proxy's parser,
/// so that the two can be held against each other. It repairs nothing.
/// </summary>
public sealed class HttpRequestReader
{
    private const int MaxHeadOctets = 32 * 1024;
    private const int MaxFieldLines = 256;
    private const int MaxChunkLine = 4096;

    // What extensions may add up to over one content; RFC 9112 §7.1.1 asks for a bound.
    private const int MaxChunkOverhead = 64 * 1024;
    private readonly LineReader _lines;

    /// <summary>A reader that owns what it has read ahead; the stream stays the caller's to close.</summary>
    public HttpRequestReader(Stream stream) => _lines = new LineReader(stream);

    /// <summary>Reads the next head; null when the stream ends cleanly between requests.</summary>
    /// <exception cref="HttpRefusedException">The head breaks the grammar or its framing is ambiguous.</exception>
    /// <exception cref="EndOfStreamException">The stream ends inside the head.</exception>
    public async ValueTask<RequestHead?> ReadHeadAsync(CancellationToken cancellation)
    {
        string? start = await _lines.ReadLineAsync(MaxHeadOctets, 414, cancellation);

        // RFC 9112 §2.2: one empty line before the request-line is ignored.
        if (start is "")
        {
            start = await _lines.ReadLineAsync(MaxHeadOctets, 414, cancellation);
        }

        if (start is null)
        {
            return null;
        }

        (string method, string target, int minorVersion) = StartLine.Parse(start);
        List<KeyValuePair<string, string>> fields = await ReadFieldsAsync(MaxHeadOctets - start.Length, cancellation);
        return Framing.Describe(method, target, minorVersion, fields);
    }

    /// <summary>Reads the content that follows a head.</summary>
    /// <param name="head">The head just read from this reader.</param>
    /// <param name="limit">The most octets of content.</param>
    /// <param name="cancellation">Stops waiting for octets.</param>
    /// <exception cref="HttpRefusedException">The chunked coding is broken (400) or the content too long (413).</exception>
    /// <exception cref="EndOfStreamException">The stream ends inside the content.</exception>
    public async ValueTask<RequestContent> ReadContentAsync(RequestHead head, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.IsChunked)
        {
            return await ReadChunksAsync(limit, cancellation);
        }

        if (head.ContentLength is null or 0)
        {
            return RequestContent.Empty;
        }

        if (head.ContentLength > limit)
        {
            throw new HttpRefusedException(413, "The content is too long.");
        }

        byte[] octets = new byte[head.ContentLength.Value];
        await _lines.ReadExactlyAsync(octets, cancellation);
        return new RequestContent(octets, []);
    }

    private async ValueTask<RequestContent> ReadChunksAsync(int limit, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        int overhead = 0;
        while (true)
        {
            string line = await RequireLineAsync(MaxChunkLine, 400, cancellation);
            var match = HttpGrammar.ChunkLine().Match(line);
            if (!match.Success)
            {
                throw new HttpRefusedException(400, "A chunk-size line is malformed.");
            }

            string digits = match.Groups["size"].Value;
            overhead += line.Length - digits.Length;
            if (overhead > MaxChunkOverhead)
            {
                throw new HttpRefusedException(400, "Chunk extensions are too long.");
            }

            long size = long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return new RequestContent(content.ToArray(), await ReadFieldsAsync(MaxHeadOctets, cancellation));
            }

            if (size > limit - content.Length)
            {
                throw new HttpRefusedException(413, "The content is too long.");
            }

            byte[] chunk = new byte[size];
            await _lines.ReadExactlyAsync(chunk, cancellation);
            content.Write(chunk);
            byte[] end = new byte[2];
            await _lines.ReadExactlyAsync(end, cancellation);
            if (!end.AsSpan().SequenceEqual("\r\n"u8))
            {
                throw new HttpRefusedException(400, "Chunk data are not followed by CRLF.");
            }
        }
    }

    private async ValueTask<List<KeyValuePair<string, string>>> ReadFieldsAsync(int octetsLeft, CancellationToken cancellation)
    {
        var fields = new List<KeyValuePair<string, string>>();
        while (true)
        {
            string line = await RequireLineAsync(Math.Max(octetsLeft, 0), 431, cancellation);
            if (line.Length == 0)
            {
                return fields;
            }

            octetsLeft -= line.Length + 2;
            if (fields.Count == MaxFieldLines)
            {
                throw new HttpRefusedException(431, "There are too many field lines.");
            }

            fields.Add(ParseField(line));
        }
    }

    private static KeyValuePair<string, string> ParseField(string line)
    {
        // A line that begins with white space is obs-fold (RFC 9112 §5.2); its "name" is no token, so it falls out here.
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !HttpGrammar.IsToken(line[..colon]))
        {
            throw new HttpRefusedException(400, "A field name is not a token followed by a colon.");
        }

        string value = line[(colon + 1)..].Trim(' ', '\t');
        return HttpGrammar.IsFieldValue(value)
            ? new KeyValuePair<string, string>(line[..colon], value)
            : throw new HttpRefusedException(400, "A field value holds a control character.");
    }

    private async ValueTask<string> RequireLineAsync(int limit, int tooLong, CancellationToken cancellation) =>
        await _lines.ReadLineAsync(limit, tooLong, cancellation) ?? throw new EndOfStreamException("The stream ended inside a message.");
}
