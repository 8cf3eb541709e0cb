using System.Text;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// The one place that decides where a message ends (RFC 9112 §6). Ambiguous framing is refused and never repaired:
/// the recipient that repairs it otherwise is the other half of a smuggling attack (§11.2).
/// </summary>
public static class MessageFraming
{
    /// <summary>Framing of a request.</summary>
    /// <param name="head">A complete head.</param>
    /// <param name="bytes">The bytes it was parsed from.</param>
    public static BodyFraming OfRequest(RequestHead head, ReadOnlySpan<byte> bytes)
    {
        RejectReason reason = Read(head.Fields, bytes, head.MinorVersion, out bool isChunked, out long length);
        if (reason != RejectReason.None)
        {
            return BodyFraming.Rejected(reason);
        }

        // §6.3 rule 4: chunked is the final coding.
        if (isChunked)
        {
            return BodyFraming.Chunked;
        }

        // §6.3 rule 6: a valid Content-Length; rule 7: a request with neither has no body, whatever its method.
        return length >= 0 ? BodyFraming.OfLength(length) : BodyFraming.None;
    }

    /// <summary>Framing of a response.</summary>
    /// <param name="head">A complete head.</param>
    /// <param name="bytes">The bytes it was parsed from.</param>
    /// <param name="requestMethod">Method of the request it answers.</param>
    public static BodyFraming OfResponse(ResponseHead head, ReadOnlySpan<byte> bytes, RequestMethod requestMethod)
    {
        // Faulty lengths are refused even where no body follows: the head itself would be passed on with them.
        RejectReason reason = Read(head.Fields, bytes, head.MinorVersion, out bool isChunked, out long length);
        if (reason != RejectReason.None)
        {
            return BodyFraming.Rejected(reason);
        }

        // §6.3 rule 1: a response to HEAD, and any 1xx, 204 or 304, ends with its head.
        if (requestMethod == RequestMethod.Head || head.Status < 200 || head.Status is 204 or 304)
        {
            return BodyFraming.None;
        }

        // §6.3 rule 2: behind a 2xx answer to CONNECT the connection is a tunnel until it closes.
        if (requestMethod == RequestMethod.Connect && head.Status < 300)
        {
            return BodyFraming.UntilClose;
        }

        // §6.3 rule 4
        if (isChunked)
        {
            return BodyFraming.Chunked;
        }

        // §6.3 rules 6 and 8
        return length >= 0 ? BodyFraming.OfLength(length) : BodyFraming.UntilClose;
    }

    private static RejectReason Read(
        FieldTable fields,
        ReadOnlySpan<byte> bytes,
        int minorVersion,
        out bool isChunked,
        out long length)
    {
        isChunked = false;
        length = -1;
        if (fields.Has(FieldName.TransferEncoding))
        {
            // §6.1: Transfer-Encoding in HTTP/1.0 must be treated as faulty framing.
            if (minorVersion == 0)
            {
                return RejectReason.TransferEncodingInHttp10;
            }

            // §6.3 rule 3: both fields together ought to be handled as an error.
            if (fields.Has(FieldName.ContentLength))
            {
                return RejectReason.ContentLengthWithTransferEncoding;
            }

            isChunked = true;
            return ReadTransferEncoding(fields, bytes);
        }

        if (!fields.TryGetValue(FieldName.ContentLength, bytes, out ReadOnlySpan<byte> value))
        {
            return RejectReason.None;
        }

        // §6.3 rule 5: several values are an unrecoverable error. Equal ones might be merged, but then two parsers must merge alike.
        return fields.CountOf(FieldName.ContentLength) > 1
            ? RejectReason.ContentLengthRepeated
            : ParseContentLength(value, out length);
    }

    // Content-Length = 1*DIGIT (RFC 9110 §8.6).
    private static RejectReason ParseContentLength(ReadOnlySpan<byte> value, out long length)
    {
        length = 0;
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return RejectReason.BadContentLength;
        }

        foreach (byte octet in value)
        {
            int digit = octet - '0';
            if (length > (long.MaxValue - digit) / 10)
            {
                return RejectReason.ContentLengthOverflow;
            }

            length = (length * 10) + digit;
        }

        return RejectReason.None;
    }

    private static RejectReason ReadTransferEncoding(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        int index = fields.IndexOf(FieldName.TransferEncoding);
        if (fields.CountOf(FieldName.TransferEncoding) == 1
            && Ascii.EqualsIgnoreCase(fields.Lines[index].Value(bytes), "chunked"u8))
        {
            return RejectReason.None;
        }

        return ReadTransferEncodingSlow(fields, bytes, index);
    }

    // Tells a coding that is merely unknown (501) from a faulty list (400); nothing but a single chunked is accepted.
    private static RejectReason ReadTransferEncodingSlow(FieldTable fields, ReadOnlySpan<byte> bytes, int index)
    {
        int chunked = 0;
        bool endsInChunked = false;
        bool hasOther = false;
        for (; index >= 0; index = fields.NextOf(FieldName.TransferEncoding, index))
        {
            ListElements codings = new(fields.Lines[index].Value(bytes));
            while (codings.MoveNext())
            {
                // transfer-coding = token *( OWS ";" OWS transfer-parameter ) (§7); chunked has no parameters (§7.1).
                ReadOnlySpan<byte> coding = codings.Current;
                int semicolon = coding.IndexOf((byte)';');
                ReadOnlySpan<byte> name = semicolon < 0 ? coding : Grammar.TrimWhitespace(coding[..semicolon]);
                bool isChunked = Ascii.EqualsIgnoreCase(name, "chunked"u8);
                if (!Grammar.IsToken(name) || (isChunked && semicolon >= 0))
                {
                    return RejectReason.BadTransferEncoding;
                }

                chunked += isChunked ? 1 : 0;
                hasOther |= !isChunked;
                endsInChunked = isChunked;
            }
        }

        // §6.3 rule 4: a request whose final coding is not chunked cannot be delimited; §6.1: chunked must not be applied twice.
        if (!endsInChunked || chunked > 1)
        {
            return RejectReason.BadTransferEncoding;
        }

        return hasOther ? RejectReason.UnsupportedTransferCoding : RejectReason.None;
    }
}
