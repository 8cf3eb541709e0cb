using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>An upstream that counts the bytes of request bodies, throws them away, and answers 200 when all that was promised is there.</summary>
internal sealed class DiscardingOrigin : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DiscardingOrigin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The last head, and the bytes that came behind it.</summary>
    public (string Head, long Bytes) Last { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket connection = await _listener.AcceptAsync();
                _ = Task.Run(() => Serve(connection));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket connection)
    {
        using Socket socket = connection;
        byte[] buffer = new byte[1 << 20];
        while (true)
        {
            int count = socket.Receive(buffer);
            if (count == 0)
            {
                return;
            }

            string text = Encoding.Latin1.GetString(buffer, 0, count);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            string head = text[..(end + 2)];
            long expected = Length(head);
            long received = count - end - 4;
            while (received < expected && (count = socket.Receive(buffer)) > 0)
            {
                received += count;
            }

            Last = (head, received);
            socket.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8);
        }
    }

    private static long Length(string head)
    {
        const string Name = "\r\nContent-Length: ";
        int at = head.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return long.Parse(head.AsSpan(at, head.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
    }
}
