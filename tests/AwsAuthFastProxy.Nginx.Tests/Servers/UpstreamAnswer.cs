using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>
/// What the <see cref="RecordingUpstream"/> says to a request. Words in the path choose: <c>status-404</c>, <c>chunked</c>, <c>close</c>,
/// <c>empty</c>, <c>large</c>, <c>moved</c>, <c>bare</c>. Range and If-None-Match are heard. The body tells what was asked, in one spelling
/// for all that decode to the same.
/// </summary>
/// <param name="Bytes">The whole answer.</param>
/// <param name="Ends">Whether the connection ends behind it.</param>
internal sealed partial record UpstreamAnswer(byte[] Bytes, bool Ends)
{
    private const string ETag = "\"0123456789abcdef\"";

    /// <summary>The answer to <paramref name="request"/>.</summary>
    public static UpstreamAnswer To(RecordedRequest request)
    {
        bool is10 = request.Version == "HTTP/1.0";
        string words = request.PlainPath;
        string body = words.Contains("empty", StringComparison.Ordinal) ? "" : $"{request.Upstream}: {request.Method} {request.PlainPath}{request.PlainQuery}\n";
        if (words.Contains("large", StringComparison.Ordinal))
        {
            body = new string('x', 200_000) + body;
        }

        int status = Status(request, ref body, out string? range);
        bool chunked = !is10 && words.Contains("chunked", StringComparison.Ordinal);
        bool close = words.Contains("close", StringComparison.Ordinal) || (is10 && words.Contains("chunked", StringComparison.Ordinal));
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {Reason(status)}\r\n");
        if (!words.Contains("bare", StringComparison.Ordinal))
        {
            Describe(head, request, status, body.Length);
        }

        head.Append(range).Append(status is 204 or 304 ? "" : chunked ? "Transfer-Encoding: chunked\r\n" : close ? "" : $"Content-Length: {body.Length}\r\n");
        close |= request.Fields.SaysConnection("close") || (is10 && !request.Fields.SaysConnection("keep-alive"));
        head.Append(close ? "Connection: close\r\n\r\n" : "\r\n");
        if (status is not (204 or 304) && request.Method != "HEAD")
        {
            head.Append(chunked ? InChunks(body) : body);
        }

        return new UpstreamAnswer(Encoding.Latin1.GetBytes(head.ToString()), close);
    }

    private static int Status(RecordedRequest request, ref string body, out string? range)
    {
        string words = request.PlainPath;
        range = null;
        if (AskedStatus().Match(words) is { Success: true } asked)
        {
            return int.Parse(asked.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        }

        if (words.Contains("moved", StringComparison.Ordinal))
        {
            return 302;
        }

        if (request.Method is "GET" or "HEAD" && request.Fields["if-none-match"] == ETag)
        {
            return 304;
        }

        if (request.Method == "GET" && request.Fields["range"] is { } bytes && Range().Match(bytes) is { Success: true } match)
        {
            int first = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            if (first >= body.Length)
            {
                range = $"Content-Range: bytes */{body.Length}\r\n";
                body = "";
                return 416;
            }

            int last = match.Groups[2].Length == 0 ? body.Length - 1 : Math.Min(body.Length - 1, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
            if (last >= first)
            {
                range = $"Content-Range: bytes {first}-{last}/{body.Length}\r\n";
                body = body[first..(last + 1)];
                return 206;
            }
        }

        return 200;
    }

    private static void Describe(StringBuilder head, RecordedRequest request, int status, int length)
    {
        string words = request.PlainPath;
        head.Append(CultureInfo.InvariantCulture, $"Server: RecordingUpstream\r\nDate: {DateTime.UtcNow:r}\r\n");
        head.Append("x-amz-request-id: 4442587FB7D0A2F9\r\nX-Internal: inside\r\nX-Powered-By: patience\r\n");
        head.Append("Last-Modified: Sat, 21 Nov 2026 12:00:00 GMT\r\nAccept-Ranges: bytes\r\n");
        head.Append(CultureInfo.InvariantCulture, $"ETag: {ETag}\r\nX-Length: {length}\r\n");
        head.Append("Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n");
        head.Append(status is 204 or 304 ? "" : status >= 400 ? "Content-Type: application/xml\r\n" : ContentType(words));
        if (words.Contains("cached", StringComparison.Ordinal))
        {
            head.Append("Cache-Control: max-age=60\r\nVary: Accept\r\n");
        }

        if (status is 301 or 302 or 303 or 307 or 308 or 201)
        {
            string host = words.Contains("away", StringComparison.Ordinal) ? "elsewhere.example" : request.Fields["host"] ?? "nobody";
            head.Append(CultureInfo.InvariantCulture, $"Location: http://{host}/new/place?x=1\r\n");
        }
    }

    private static string ContentType(string path) => "Content-Type: " + Path.GetExtension(path) switch
    {
        ".png" => "image/png",
        ".html" => "text/html; charset=utf-8",
        ".txt" => "text/plain",
        _ => "application/octet-stream",
    } + "\r\n";

    private static string InChunks(string body)
    {
        var chunks = new StringBuilder();
        for (int at = 0; at < body.Length; at += 30_000)
        {
            int count = Math.Min(30_000, body.Length - at);
            chunks.Append(CultureInfo.InvariantCulture, $"{count:x}\r\n").Append(body, at, count).Append("\r\n");
        }

        return chunks.Append("0\r\n\r\n").ToString();
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        204 => "No Content",
        206 => "Partial Content",
        302 => "Found",
        304 => "Not Modified",
        403 => "Forbidden",
        404 => "Not Found",
        416 => "Range Not Satisfiable",
        503 => "Slow Down",
        _ => "Other",
    };

    [GeneratedRegex("status-([2-5][0-9][0-9])")]
    private static partial Regex AskedStatus();

    [GeneratedRegex("^bytes=([0-9]{1,6})-([0-9]{0,6})$")]
    private static partial Regex Range();
}
