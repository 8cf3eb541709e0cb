using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>Puts responses on a connection's stream.</summary>
internal sealed class ResponseWriter(Stream stream, TimeProvider clock)
{
    public async ValueTask WriteContinueAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellation);
        await stream.FlushAsync(cancellation);
    }

    public async ValueTask WriteAsync(Response response, RequestIdentity identity, bool withoutContent, bool close, CancellationToken cancellation)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {Reason(response.Status)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"x-amz-id-2: {identity.HostId}\r\nx-amz-request-id: {identity.RequestId}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {HttpDate.Format(clock.GetUtcNow())}\r\n");
        foreach ((string name, string value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        // RFC 9110 §8.6: no Content-Length in a 204, and in a 304 only that of the 200 it stands for.
        if (response.Status is not (204 or 304))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Content.Length}\r\n");
        }

        head.Append("Server: AmazonS3\r\n").Append(close ? "Connection: close\r\n\r\n" : "\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()), cancellation);
        if (!withoutContent && response.Status is not (204 or 304))
        {
            await stream.WriteAsync(response.Content, cancellation);
        }

        await stream.FlushAsync(cancellation);
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        204 => "No Content",
        206 => "Partial Content",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        416 => "Requested Range Not Satisfiable",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        505 => "HTTP Version Not Supported",
        _ => "",
    };
}
