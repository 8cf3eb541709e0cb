using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>
/// An HTTP/1.1 client on one kept connection that sends the target as it is given: .NET's own takes a <see cref="Uri"/>, which resolves dot
/// segments and respells encodings.
/// </summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <param name="port">Port of loopback.</param>
    public RawClient(int port)
    {
        _socket.ReceiveTimeout = 60_000;
        _socket.SendTimeout = 60_000;
        _socket.Connect(IPAddress.Loopback, port);
    }

    public RawResponse Get(string host, string target, params ReadOnlySpan<string> fields) => Send("GET", host, target, fields);

    public RawResponse Head(string host, string target, params ReadOnlySpan<string> fields) => Send("HEAD", host, target, fields);

    /// <summary>Sends a request without content and reads the response to its end.</summary>
    /// <param name="method">Request method.</param>
    /// <param name="host">Value of Host.</param>
    /// <param name="target">Request target, sent byte for byte.</param>
    /// <param name="fields">Further fields as <c>Name: value</c>.</param>
    public RawResponse Send(string method, string host, string target, params ReadOnlySpan<string> fields)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: {host}\r\n");
        foreach (string field in fields)
        {
            head.Append(field).Append("\r\n");
        }

        byte[] bytes = Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += _socket.Send(bytes.AsSpan(sent));
        }

        return Receive(hasContent: method != "HEAD");
    }

    public void Dispose() => _socket.Dispose();

    private RawResponse Receive(bool hasContent)
    {
        string statusLine = ReadLine();
        Assert.StartsWith("HTTP/1.1 ", statusLine, StringComparison.Ordinal);
        int status = int.Parse(statusLine.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var fields = new List<KeyValuePair<string, string>>();
        for (string line = ReadLine(); line.Length > 0; line = ReadLine())
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            fields.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        var response = new RawResponse(status, fields, []);
        if (!hasContent || status is 204 or 304)
        {
            return response;
        }

        if (response.Field("Transfer-Encoding") is { } coding)
        {
            Assert.Equal("chunked", coding, ignoreCase: true);
            return response with { Body = ReadChunks() };
        }

        byte[] body = new byte[response.ContentLength];
        ReadExactly(body);
        return response with { Body = body };
    }

    private byte[] ReadChunks()
    {
        using var body = new MemoryStream();
        while (true)
        {
            string size = ReadLine();
            byte[] chunk = new byte[int.Parse(size.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)];
            ReadExactly(chunk);
            body.Write(chunk);
            string end = ReadLine();
            if (chunk.Length == 0)
            {
                while (end.Length > 0)
                {
                    end = ReadLine();
                }

                return body.ToArray();
            }
        }
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        for (byte b = ReadByte(); b != '\n'; b = ReadByte())
        {
            line.Append((char)b);
        }

        Assert.True(line.Length > 0 && line[^1] == '\r', "A line of the response does not end in CRLF.");
        return line.ToString(0, line.Length - 1);
    }

    private byte ReadByte()
    {
        Fill();
        return _buffer[_start++];
    }

    private void ReadExactly(Span<byte> into)
    {
        while (into.Length > 0)
        {
            Fill();
            int taken = Math.Min(into.Length, _end - _start);
            _buffer.AsSpan(_start, taken).CopyTo(into);
            _start += taken;
            into = into[taken..];
        }
    }

    private void Fill()
    {
        if (_start < _end)
        {
            return;
        }

        _start = 0;
        _end = _socket.Receive(_buffer);
        if (_end == 0)
        {
            throw new EndOfStreamException("The proxy closed the connection.");
        }
    }
}
