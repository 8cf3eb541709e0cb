namespace AwsAuthFastProxy.Http;

/// <summary>Parses field lines (RFC 9112 §5) up to the empty line that ends a head.</summary>
internal static class FieldSection
{
    /// <summary>
    /// Finds the CRLF that ends the line at <paramref name="position"/>. One vectorised search serves two purposes:
    /// it finds the CR and refuses any other control octet before it.
    /// </summary>
    public static Fault FindLineEnd(ReadOnlySpan<byte> bytes, int position, out int lineEnd)
    {
        int end = position + bytes[position..].IndexOfAny(Grammar.Control);
        lineEnd = end;
        return end >= position && bytes[end] == '\r' && end + 1 < bytes.Length && bytes[end + 1] == '\n'
            ? default
            : LineFault(bytes, position, end);
    }

    /// <summary>
    /// Adds every field line from <paramref name="position"/> on to <paramref name="fields"/>.
    /// <paramref name="bytes"/> ends with the empty line, or holds a fault before its end.
    /// </summary>
    public static Fault Parse(ReadOnlySpan<byte> bytes, int position, FieldTable fields, int limit)
    {
        limit = Math.Min(limit, fields.Capacity);
        while (true)
        {
            Fault fault = FindLineEnd(bytes, position, out int lineEnd);
            if (!fault.IsNone)
            {
                return fault;
            }

            if (lineEnd == position)
            {
                return default;
            }

            if (fields.Count == limit)
            {
                return new Fault(RejectReason.TooManyFields, position);
            }

            // field-line = field-name ":" OWS field-value OWS, field-name = token: the first octet that is no tchar must be the colon.
            ReadOnlySpan<byte> line = bytes[position..lineEnd];
            int colon = line.IndexOfAnyExcept(Grammar.Token);
            if (colon <= 0 || line[colon] != ':')
            {
                return NameFault(line, colon, position, isFirst: fields.Count == 0);
            }

            int valueStart = colon + 1;
            int valueEnd = line.Length;
            while (valueStart < valueEnd && Grammar.IsWhitespace(line[valueStart]))
            {
                valueStart++;
            }

            while (valueEnd > valueStart && Grammar.IsWhitespace(line[valueEnd - 1]))
            {
                valueEnd--;
            }

            fields.Add(new FieldLine(
                position,
                colon,
                position + valueStart,
                valueEnd - valueStart,
                FieldNames.Lookup(line[..colon])));
            position = lineEnd + 2;
        }
    }

    private static Fault LineFault(ReadOnlySpan<byte> bytes, int position, int end)
    {
        if (end < position)
        {
            return new Fault(RejectReason.BareCarriageReturn, bytes.Length);
        }

        RejectReason reason = bytes[end] switch
        {
            (byte)'\n' => RejectReason.BareLineFeed,
            (byte)'\r' => RejectReason.BareCarriageReturn,
            _ => RejectReason.ControlOctet,
        };
        return new Fault(reason, end);
    }

    private static Fault NameFault(ReadOnlySpan<byte> line, int nameEnd, int offset, bool isFirst)
    {
        if (Grammar.IsWhitespace(line[0]))
        {
            return new Fault(isFirst ? RejectReason.LeadingWhitespace : RejectReason.ObsoleteFold, offset);
        }

        int colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            return new Fault(RejectReason.MissingColon, offset + line.Length);
        }

        bool onlyWhitespaceBeforeColon = nameEnd > 0 && Grammar.TrimWhitespace(line[nameEnd..colon]).IsEmpty;
        return new Fault(
            onlyWhitespaceBeforeColon ? RejectReason.WhitespaceBeforeColon : RejectReason.BadFieldName,
            offset + nameEnd);
    }
}
