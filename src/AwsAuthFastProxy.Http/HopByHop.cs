using System.Text;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// Marks the fields an intermediary must not forward (RFC 9110 §7.6.1), and reads what Connection says of persistence.
/// The bytes stay as they are; the composer of the next head skips dropped lines and the zeros before a Content-Length.
/// </summary>
public static class HopByHop
{
    // A real message has one to three options. The bound keeps options times fields from becoming work worth an attack.
    private const int MostOptions = 32;

    // §7.6.1 list, plus the proxy authentication of this hop (§11.7), which is neither ours to pass on nor the origin's to ask for.
    private static readonly ulong s_hopByHop =
        FieldTable.Bit(FieldName.Connection)
        | FieldTable.Bit(FieldName.KeepAlive)
        | FieldTable.Bit(FieldName.ProxyConnection)
        | FieldTable.Bit(FieldName.TE)
        | FieldTable.Bit(FieldName.TransferEncoding)
        | FieldTable.Bit(FieldName.Upgrade)
        | FieldTable.Bit(FieldName.ProxyAuthenticate)
        | FieldTable.Bit(FieldName.ProxyAuthorization)
        | FieldTable.Bit(FieldName.ProxyAuthenticationInfo);

    // Request trailers are consumed here, so a Trailer field would announce what never comes (§6.6.2).
    private static readonly ulong s_request = s_hopByHop | FieldTable.Bit(FieldName.Trailer);

    /// <summary>Marks the hop-by-hop fields of a request.</summary>
    /// <param name="head">A complete head; its lines are marked.</param>
    /// <param name="bytes">The bytes it was parsed from.</param>
    public static ConnectionOptions MarkRequest(RequestHead head, ReadOnlySpan<byte> bytes)
    {
        head.Fields.DropAny(s_request);
        SkipLeadingZeros(head.Fields, bytes);
        return ReadConnection(head.Fields, bytes, head.MinorVersion);
    }

    /// <summary>Marks the hop-by-hop fields of a response, and a Content-Length where none is allowed.</summary>
    /// <param name="head">A complete head; its lines are marked.</param>
    /// <param name="bytes">The bytes it was parsed from.</param>
    public static ConnectionOptions MarkResponse(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        head.Fields.DropAny(s_hopByHop);
        if (head.Status < 200 || head.Status == 204)
        {
            // RFC 9110 §8.6: no Content-Length in 1xx and 204.
            head.Fields.Drop(FieldName.ContentLength);
        }

        SkipLeadingZeros(head.Fields, bytes);
        return ReadConnection(head.Fields, bytes, head.MinorVersion);
    }

    // RFC 9110 §8.6 allows any number of zeros, but there are recipients that take 20 digits for no length at all and read to the close.
    private static void SkipLeadingZeros(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        if (fields.TryGetValue(FieldName.ContentLength, bytes, out ReadOnlySpan<byte> value) && value is [(byte)'0', _, ..])
        {
            int zeros = value.IndexOfAnyExcept((byte)'0');
            fields.SkipInValue(fields.IndexOf(FieldName.ContentLength), zeros < 0 ? value.Length - 1 : zeros);
        }
    }

    private static ConnectionOptions ReadConnection(FieldTable fields, ReadOnlySpan<byte> bytes, int minorVersion)
    {
        bool close = false;
        bool keepAlive = false;
        bool upgrade = false;
        int options = 0;
        for (int i = fields.IndexOf(FieldName.Connection); i >= 0; i = fields.NextOf(FieldName.Connection, i))
        {
            ListElements elements = new(fields.Lines[i].Value(bytes));
            while (elements.MoveNext())
            {
                ReadOnlySpan<byte> option = elements.Current;
                if (++options > MostOptions)
                {
                    return Rejected(minorVersion);
                }

                if (option.IsEmpty)
                {
                    // RFC 9110 §5.6.1.2: empty list members are ignored, within reason.
                    continue;
                }

                if (Ascii.EqualsIgnoreCase(option, "close"u8))
                {
                    close = true;
                }
                else if (Ascii.EqualsIgnoreCase(option, "keep-alive"u8))
                {
                    keepAlive = true;
                }
                else if (Ascii.EqualsIgnoreCase(option, "upgrade"u8))
                {
                    upgrade = true;
                }
                else if (!Grammar.IsToken(option))
                {
                    return Rejected(minorVersion);
                }
                else
                {
                    DropNamed(fields, bytes, option);
                }
            }
        }

        return new ConnectionOptions(
            close,
            keepAlive,
            upgrade && fields.Has(FieldName.Upgrade),
            minorVersion,
            RejectReason.None);
    }

    // A name in FieldName is either hop-by-hop, then it is dropped already, or end-to-end by its definition. No option may remove
    // the latter: Host and Content-Length carry the framing, and stripping X-Forwarded-For or Authorization is a known attack.
    private static void DropNamed(FieldTable fields, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> option)
    {
        if (!fields.Has(FieldName.Other))
        {
            return;
        }

        ReadOnlySpan<FieldLine> lines = fields.Lines;
        for (int i = fields.IndexOf(FieldName.Other); i < lines.Length; i++)
        {
            if (lines[i].Known == FieldName.Other && Ascii.EqualsIgnoreCase(lines[i].Name(bytes), option))
            {
                fields.Drop(i);
            }
        }
    }

    private static ConnectionOptions Rejected(int minorVersion) =>
        new(close: true, keepAlive: false, upgrade: false, minorVersion, RejectReason.BadConnectionOption);
}
