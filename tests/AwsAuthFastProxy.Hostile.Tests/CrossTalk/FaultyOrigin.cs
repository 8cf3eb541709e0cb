using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>
/// An upstream whose objects are <see cref="Pattern"/>s named by the path, which looks at every byte uploaded to it, and which misbehaves in
/// some of its answers: resets, cuts, garbage, bytes behind an answer, lengths that contradict each other. What it says beyond an answer
/// leaves together with that: bytes that come when the next request is on its way are, to everybody, that request's answer.
/// </summary>
internal sealed class FaultyOrigin : IDisposable
{
    // What one send of this size carries arrives as one.
    private const int MostInOne = 16 * 1024;

    private static readonly byte[] s_evil = MakeEvil();

    private readonly int _faultsPerMille;
    private Socket _listener;
    private readonly HashSet<Socket> _sockets = [];
    private int _connections;
    private long _requests;
    private long _faults;
    private string? _wrong;

    /// <param name="faultsPerMille">How many answers of a thousand are faulty.</param>
    public FaultyOrigin(int faultsPerMille)
    {
        _faultsPerMille = faultsPerMille;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _ = AcceptAsync(_listener);
    }

    public int Port { get; }

    public long Requests => Interlocked.Read(ref _requests);

    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>What came that should not have, or null.</summary>
    public string? Wrong => _wrong;

    /// <summary>Is gone with all its connections, and there again.</summary>
    public void Restart()
    {
        _listener.Close();
        CloseConnections();
        _listener = Listen(Port);
        _ = AcceptAsync(_listener);
    }

    public void Dispose()
    {
        _listener.Close();
        CloseConnections();
    }

    private void CloseConnections()
    {
        lock (_sockets)
        {
            foreach (Socket socket in _sockets)
            {
                socket.Close();
            }

            _sockets.Clear();
        }
    }

    private static Socket Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(1024);
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptAsync();
                socket.NoDelay = true;
                lock (_sockets)
                {
                    _sockets.Add(socket);
                }

                _ = ServeAsync(socket, new Random(++_connections));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Socket socket, Random random)
    {
        try
        {
            var window = new SocketWindow(socket);
            byte[] answer = new byte[256 * 1024];
            while (await ServeOneAsync(socket, window, random, answer))
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy has left.
        }
        catch (Exception e)
        {
            _wrong ??= e.ToString();
        }

        lock (_sockets)
        {
            _sockets.Remove(socket);
        }

        socket.Dispose();
    }

    private async Task<bool> ServeOneAsync(Socket socket, SocketWindow window, Random random, byte[] answer)
    {
        int head = await window.HeadAsync();
        if (head < 0)
        {
            return false;
        }

        (int client, int number, int size) = HeadText.Target(window.Unread);
        bool isUpload = window.Unread.StartsWith("PUT "u8);
        long length = HeadText.Length(window.Unread);
        bool isChunked = HeadText.IsChunked(window.Unread);
        ulong key = Pattern.Key(client, number);
        window.Consume(head);
        Interlocked.Increment(ref _requests);
        if (isUpload)
        {
            BodyEnd end = isChunked ? await ChunkedBody.CompareAsync(window, key, size) : await window.CompareAsync(key, 0, length);
            if (end != BodyEnd.Whole || (!isChunked && length != size))
            {
                _wrong ??= end == BodyEnd.Cut ? null : $"a byte of upload {client}/{number} is another's";
                return false;
            }

            size = 16;
        }

        int written = Answer(answer, key, size, random.Next(5) == 0);
        return random.Next(1000) >= _faultsPerMille
            ? await SendAsync(socket, answer.AsMemory(0, written))
            : await MisbehaveAsync(socket, answer.AsMemory(0, written), written - size, random);
    }

    /// <summary>Sends a faulty answer, or a right one that is followed by what nobody asked for.</summary>
    private async Task<bool> MisbehaveAsync(Socket socket, Memory<byte> answer, int head, Random random)
    {
        Interlocked.Increment(ref _faults);
        switch (random.Next(8))
        {
            case 0:
                socket.Close(0);
                return false;
            case 1:
                return false;
            case 2:
                await SendAsync(socket, answer[..random.Next(1, answer.Length)]);
                socket.Close(0);
                return false;
            case 3:
                await SendAsync(socket, answer[..random.Next(1, answer.Length)]);
                return false;
            case 4:
                byte[] garbage = new byte[random.Next(1, 3000)];
                random.NextBytes(garbage);
                await SendAsync(socket, garbage);
                return false;
            case 5 when answer.Length < MostInOne:
                return await SendAsync(socket, (byte[])[.. answer.Span, .. s_evil]);
            case 5:
            case 6:
                await SendAsync(socket, answer);
                return false;
            default:
                // Two lengths: nobody knows where it ends.
                await SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"u8.ToArray());
                return await SendAsync(socket, answer[Math.Min(17, head)..]);
        }
    }

    private static async Task<bool> SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }

        return true;
    }

    /// <summary>Writes a whole right answer; returns its length.</summary>
    private static int Answer(byte[] room, ulong key, int size, bool chunked)
    {
        string head = chunked
            ? $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size.ToString("x", CultureInfo.InvariantCulture)}\r\n"
            : $"HTTP/1.1 200 OK\r\nContent-Length: {size.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        int at = Encoding.ASCII.GetBytes(head, room);
        Pattern.Fill(room.AsSpan(at, size), key);
        at += size;
        if (chunked)
        {
            // A chunk of size zero is the last one.
            at += Encoding.ASCII.GetBytes(size == 0 ? "\r\n" : "\r\n0\r\n\r\n", room.AsSpan(at));
        }

        return at;
    }

    private static byte[] MakeEvil()
    {
        byte[] answer = new byte[200];
        return answer[..Answer(answer, Pattern.Evil, 100, chunked: false)];
    }
}
