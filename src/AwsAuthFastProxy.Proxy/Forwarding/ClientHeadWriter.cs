using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Composes the head that goes to the client from the upstream's: end-to-end fields, and this hop's own framing.</summary>
internal static class ClientHeadWriter
{
    // Date, framing and Connection at their longest, and the status line.
    private const int Added = 256;

    /// <summary>Composes a final response's head.</summary>
    /// <param name="output">The client's.</param>
    /// <param name="head">The upstream's head, hop-by-hop fields marked.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="date">IMF-fixdate, for an upstream that sent none (RFC 9110 §6.6.1).</param>
    /// <param name="chunked">The body is framed in chunks on this hop.</param>
    /// <param name="connection">Value of the Connection field, or empty.</param>
    /// <param name="added">What the route adds, or null.</param>
    /// <param name="values">The request's, where something is added.</param>
    public static void Write(
        ConnectionWriter output,
        ResponseHead head,
        ReadOnlySpan<byte> bytes,
        ReadOnlySpan<byte> date,
        bool chunked,
        ReadOnlySpan<byte> connection,
        AddedFields? added = null,
        RequestValues? values = null)
    {
        // Each line is at most two bytes longer than received: "a:b" becomes "a: b".
        int room = head.Length + (head.Fields.Count * 2) + Added;
        var writer = new HeadWriter(output.GetSpan(added is null ? room : room + added.MaxLength(values!, head.Length)));
        writer.WriteStatusLine(head.Status, head.Reason.Of(bytes));
        added?.Drop(head.Fields, head.Status);
        writer.WriteFields(head.Fields, bytes);
        if (!head.Fields.Has(FieldName.Date) || head.Fields.Lines[head.Fields.IndexOf(FieldName.Date)].Dropped)
        {
            writer.WriteField("Date"u8, date);
        }

        added?.Write(ref writer, TextSource.OfResponse(values!, head.Status, head.Fields, bytes), isOwn: false);
        if (chunked)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }

        if (!connection.IsEmpty)
        {
            writer.WriteField("Connection"u8, connection);
        }

        writer.EndHead();
        output.Advance(writer.Length);
    }

    /// <summary>Composes an informational response's head (RFC 9110 §15.2).</summary>
    public static void WriteInterim(ConnectionWriter output, ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        var writer = new HeadWriter(output.GetSpan(head.Length + (head.Fields.Count * 2) + Added));
        writer.WriteStatusLine(head.Status, head.Reason.Of(bytes));
        writer.WriteFields(head.Fields, bytes);
        writer.EndHead();
        output.Advance(writer.Length);
    }
}
