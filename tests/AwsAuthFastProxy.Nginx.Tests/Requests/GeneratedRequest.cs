using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Nginx.Tests.Requests;

/// <summary>A request that every server is given alike.</summary>
/// <param name="Number">Its number, also in the field <see cref="NumberField"/>.</param>
/// <param name="From">Address of loopback that the client connects from.</param>
/// <param name="Port">Which of the server's ports: the placeholder's name.</param>
/// <param name="Version">HTTP version.</param>
/// <param name="Method">Method.</param>
/// <param name="Target">Request target, a byte for each letter.</param>
/// <param name="Fields">All fields but those of framing.</param>
/// <param name="Body">Content, if any.</param>
/// <param name="Chunked">Whether the content comes in chunks.</param>
internal sealed record GeneratedRequest(
    int Number, string From, string Port, string Version, string Method, string Target, IReadOnlyList<(string Name, string Value)> Fields, byte[]? Body, bool Chunked)
{
    /// <summary>Carries the number, also to the upstream and into access logs.</summary>
    public const string NumberField = "X-Number";

    /// <summary>Name of the port that speaks TLS.</summary>
    public const string TlsPort = "tls";

    /// <summary>The request as it goes out.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target} {Version}\r\n");
        foreach ((string name, string value) in Fields)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"{NumberField}: {Number}\r\n");
        if (Body is null)
        {
            return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
        }

        if (!Chunked)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n\r\n");
            return [.. Encoding.Latin1.GetBytes(head.ToString()), .. Body];
        }

        head.Append("Transfer-Encoding: chunked\r\n\r\n");
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.Latin1.GetBytes(head.ToString()));
        for (int at = 0; at < Body.Length; at += 700)
        {
            int count = Math.Min(700, Body.Length - at);
            bytes.Write(Encoding.Latin1.GetBytes(count.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            bytes.Write(Body, at, count);
            bytes.Write("\r\n"u8);
        }

        bytes.Write("0\r\n\r\n"u8);
        return bytes.ToArray();
    }

    /// <summary>The request in a few words, for reports.</summary>
    public override string ToString()
    {
        string fields = string.Join("; ", Fields.Select(static field => $"{field.Name}: {field.Value}"));
        string body = Body is null ? "" : $" + {Body.Length} bytes{(Chunked ? " in chunks" : "")}";
        return $"#{Number} {From}>{Port} {Method} {Target} {Version} [{fields}]{body}";
    }
}
