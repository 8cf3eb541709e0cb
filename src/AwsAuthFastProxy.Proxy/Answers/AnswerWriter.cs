using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Answers;

/// <summary>Composes the proxy's own answers: S3's error form, with the reason's stable name in <c>x-proxy-error</c>.</summary>
internal static class AnswerWriter
{
    private const int MaxHead = 1024;

    /// <summary>Composes an error into <paramref name="output"/>. Returns the bytes of its body, 0 where it is left out.</summary>
    /// <param name="output">The client's.</param>
    /// <param name="answer">What to say.</param>
    /// <param name="requestId">For the body and the log.</param>
    /// <param name="date">IMF-fixdate.</param>
    /// <param name="field">The field that goes with the status, if any.</param>
    /// <param name="isHead">The request was HEAD: the body is left out, its length told.</param>
    /// <param name="connection">Value of the Connection field, or empty.</param>
    /// <param name="lines">Whole field lines that the route adds.</param>
    public static int WriteError(
        ConnectionWriter output,
        ErrorAnswer answer,
        string requestId,
        ReadOnlySpan<byte> date,
        AnswerField field,
        bool isHead,
        ReadOnlySpan<byte> connection,
        ReadOnlySpan<byte> lines = default)
    {
        byte[] body = Encoding.UTF8.GetBytes(
            $"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}<Error><Code>{answer.Code}</Code><Message>{answer.Message}</Message><RequestId>{requestId}</RequestId></Error>""");
        Span<byte> room = output.GetSpan(MaxHead + body.Length + field.Value.Length + lines.Length);
        var writer = new HeadWriter(room);
        writer.WriteStatusLine(answer.Status);
        writer.WriteField("Date"u8, date);
        writer.WriteField("Content-Type"u8, "application/xml"u8);
        writer.WriteField("Content-Length"u8, body.Length);
        writer.WriteField("x-proxy-error"u8, Encoding.ASCII.GetBytes(answer.Name));
        if (!field.Value.IsEmpty)
        {
            writer.WriteField(field.Name, field.Value);
        }

        if (answer.RetryAfter > 0)
        {
            writer.WriteField("Retry-After"u8, answer.RetryAfter);
        }

        writer.Write(lines);
        End(ref writer, connection);
        if (!isHead)
        {
            writer.Write(body);
        }

        output.Advance(writer.Length);
        return isHead ? 0 : body.Length;
    }

    /// <summary>Composes the answer to <c>OPTIONS *</c>, which asks about the proxy itself (RFC 9110 §9.3.7).</summary>
    public static void WriteOptions(ConnectionWriter output, ReadOnlySpan<byte> date, ReadOnlySpan<byte> connection)
    {
        var writer = new HeadWriter(output.GetSpan(MaxHead));
        writer.WriteStatusLine(200);
        writer.WriteField("Date"u8, date);
        writer.WriteField("Allow"u8, "GET, HEAD, PUT, POST, DELETE, OPTIONS, PATCH"u8);
        writer.WriteField("Content-Length"u8, 0);
        End(ref writer, connection);
        output.Advance(writer.Length);
    }

    /// <summary>
    /// Composes the redirect to a presigned URL: 307 keeps the method (RFC 9110 §15.4.8), and nobody keeps the answer, since the URL is
    /// good for a while and for whoever has it.
    /// </summary>
    public static void WriteRedirect(
        ConnectionWriter output, ReadOnlySpan<byte> location, ReadOnlySpan<byte> date, ReadOnlySpan<byte> connection, ReadOnlySpan<byte> lines = default)
    {
        var writer = new HeadWriter(output.GetSpan(MaxHead + location.Length + lines.Length));
        writer.WriteStatusLine(307);
        writer.WriteField("Date"u8, date);
        writer.WriteField("Location"u8, location);
        writer.WriteField("Cache-Control"u8, "no-store"u8);
        writer.WriteField("Content-Length"u8, 0);
        writer.Write(lines);
        End(ref writer, connection);
        output.Advance(writer.Length);
    }

    /// <summary>Composes an answer in the operator's words. Returns the bytes of its body, 0 where it has none.</summary>
    /// <param name="output">The client's.</param>
    /// <param name="status">The status.</param>
    /// <param name="type">Media type of the body.</param>
    /// <param name="text">The location, or the body.</param>
    /// <param name="isLocation">Which of them.</param>
    /// <param name="date">IMF-fixdate.</param>
    /// <param name="isHead">The request was HEAD: the body is left out, its length told.</param>
    /// <param name="connection">Value of the Connection field, or empty.</param>
    /// <param name="lines">Whole field lines that the route adds.</param>
    public static int WriteConfigured(
        ConnectionWriter output,
        int status,
        string type,
        ReadOnlySpan<byte> text,
        bool isLocation,
        ReadOnlySpan<byte> date,
        bool isHead,
        ReadOnlySpan<byte> connection,
        ReadOnlySpan<byte> lines = default)
    {
        ReadOnlySpan<byte> body = isLocation || status is 204 or 304 ? default : text;
        var writer = new HeadWriter(output.GetSpan(MaxHead + text.Length + type.Length + lines.Length));
        writer.WriteStatusLine(status);
        writer.WriteField("Date"u8, date);
        if (isLocation)
        {
            writer.WriteField("Location"u8, text);
        }
        else if (!body.IsEmpty)
        {
            WriteText(ref writer, "Content-Type: "u8, type);
        }

        if (status is not (204 or 304))
        {
            // RFC 9110 §8.6: a 204 has no length, and that of a 304 would be another answer's.
            writer.WriteField("Content-Length"u8, body.Length);
        }

        writer.Write(lines);
        End(ref writer, connection);
        if (!isHead)
        {
            writer.Write(body);
        }

        output.Advance(writer.Length);
        return isHead ? 0 : body.Length;
    }

    private static void WriteText(ref HeadWriter writer, ReadOnlySpan<byte> name, string value)
    {
        writer.Write(name);
        Span<byte> room = writer.Claim(value.Length);
        Encoding.ASCII.GetBytes(value, room);
        writer.Write("\r\n"u8);
    }

    private static void End(ref HeadWriter writer, ReadOnlySpan<byte> connection)
    {
        if (!connection.IsEmpty)
        {
            writer.WriteField("Connection"u8, connection);
        }

        writer.EndHead();
    }
}
