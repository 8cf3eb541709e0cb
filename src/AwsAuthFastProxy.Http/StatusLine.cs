namespace AwsAuthFastProxy.Http;

/// <summary>status-line = HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 §4).</summary>
internal readonly struct StatusLine(ResponseHead head) : IStartLine
{
    public FieldTable Fields => head.Fields;

    // RFC 9112 §2.2 lets a server ignore empty lines; nothing lets a client.
    public static int SkipEmptyLines(ReadOnlySpan<byte> bytes) => 0;

    public static bool CanBegin(ReadOnlySpan<byte> bytes)
    {
        int length = Math.Min(bytes.Length, 5);
        return bytes[..length].SequenceEqual("HTTP/"u8[..length]);
    }

    public static RejectReason ReasonTooLarge(ReadOnlySpan<byte> bytes, in HeadLimits limits) => RejectReason.HeadTooLarge;

    public void Reset() => head.Reset();

    public Fault ParseLine(ReadOnlySpan<byte> bytes, ByteRange line, in HeadLimits limits)
    {
        const int CodeStart = HttpVersion.Length + 1;
        const int CodeEnd = CodeStart + 3;

        ReadOnlySpan<byte> text = line.Of(bytes);
        if (text.Length < CodeEnd || text[HttpVersion.Length] != ' ')
        {
            return new Fault(RejectReason.BadStatusLine, line.Offset);
        }

        RejectReason version = HttpVersion.Parse(text[..HttpVersion.Length], out int minorVersion);
        if (version != RejectReason.None)
        {
            return new Fault(version, line.Offset);
        }

        int status = 0;
        foreach (byte octet in text[CodeStart..CodeEnd])
        {
            if (!char.IsAsciiDigit((char)octet))
            {
                return new Fault(RejectReason.BadStatusCode, line.Offset + CodeStart);
            }

            status = (status * 10) + (octet - '0');
        }

        if (status is < 100 or > 599)
        {
            return new Fault(RejectReason.BadStatusCode, line.Offset + CodeStart);
        }

        head.MinorVersion = minorVersion;
        head.Status = status;
        if (text.Length == CodeEnd)
        {
            // Servers that send no phrase often leave its space out too. Nothing can be hidden in what is not there.
            return default;
        }

        if (text[CodeEnd] != ' ')
        {
            return new Fault(RejectReason.BadStatusLine, line.Offset + CodeEnd);
        }

        head.Reason = new ByteRange(line.Offset + CodeEnd + 1, text.Length - CodeEnd - 1);
        return default;
    }

    public Fault Finish(ReadOnlySpan<byte> bytes)
    {
        head.Length = bytes.Length;
        return default;
    }
}
