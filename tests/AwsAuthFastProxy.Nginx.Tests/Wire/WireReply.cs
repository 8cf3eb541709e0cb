namespace AwsAuthFastProxy.Nginx.Tests.Wire;

/// <summary>What a client got for a request.</summary>
/// <param name="Status">Status of the final response; 0 where the connection ended without a byte.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Body">Its content.</param>
/// <param name="Interim">Statuses of the responses before it.</param>
/// <param name="Ends">Whether the connection ends behind it.</param>
/// <param name="Broken">What was wrong with its framing; null where nothing was.</param>
internal sealed record WireReply(int Status, WireFields Fields, byte[] Body, string Interim, bool Ends, string? Broken)
{
    /// <summary>The connection ended without a byte.</summary>
    public static WireReply None { get; } = new(0, new WireFields([]), [], "", true, null);

    /// <summary>Reads the responses to a request up to the final one.</summary>
    /// <exception cref="EndOfStreamException">The peer ended in the head.</exception>
    public static WireReply Read(WireReader reader, string method)
    {
        string interim = "";
        while (true)
        {
            if (reader.ReadLine() is not { } line)
            {
                return None;
            }

            int status = int.Parse(line.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
            WireFields fields = reader.ReadFields();
            if (status is >= 100 and < 200)
            {
                interim += $"{status} ";
                continue;
            }

            return ReadBody(reader, method, new WireReply(status, fields, [], interim, EndsBehind(line, fields), null));
        }
    }

    private static WireReply ReadBody(WireReader reader, string method, WireReply reply)
    {
        if (method == "HEAD" || reply.Status is 204 or 304)
        {
            return reply;
        }

        try
        {
            if (reply.Fields.IsChunked)
            {
                return reply with { Body = reader.ReadChunks() };
            }

            return reply.Fields.ContentLength is { } length
                ? reply with { Body = reader.ReadExactly(length) }
                : reply with { Body = reader.ReadToEnd(), Ends = true };
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return reply with { Ends = true, Broken = e.Message };
        }
    }

    private static bool EndsBehind(string statusLine, WireFields fields) =>
        fields.SaysConnection("close") || (statusLine.StartsWith("HTTP/1.0", StringComparison.Ordinal) && !fields.SaysConnection("keep-alive"));
}
