using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>
/// One client of a load: asks for objects and uploads them, some requests at once, compares every byte it hears with what it asked for,
/// and now and then leaves without a word.
/// </summary>
internal sealed class LoadClient(int id, IPEndPoint proxy, LoadTally tally, int faultsPerMille, string prefix = "") : IDisposable
{
    private const int MostAtOnce = 4;

    private readonly Random _random = new(id);
    private readonly byte[] _request = new byte[300 * 1024];
    private readonly List<(ulong Key, int Size)> _asked = [];
    private Socket? _socket;
    private SocketWindow _window = null!;
    private int _number;

    /// <summary>Asks until <paramref name="isOver"/>.</summary>
    public async Task RunAsync(Func<bool> isOver)
    {
        await Task.Yield();
        try
        {
            while (!isOver() && tally.Wrong is null)
            {
                await TurnAsync();
            }
        }
        catch (Exception e)
        {
            tally.AddWrong($"client {id}: {e}");
        }

        Dispose();
    }

    public void Dispose() => Disconnect();

    private async Task TurnAsync()
    {
        if (_socket is null)
        {
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(proxy);
            _window = new SocketWindow(_socket);
        }

        int length = Compose();
        bool leaves = _random.Next(1000) < faultsPerMille;
        bool breaksOff = leaves && _random.Next(2) == 0;
        try
        {
            await SendAsync(_request.AsMemory(0, breaksOff ? _random.Next(length) : length));
        }
        catch (SocketException)
        {
            // The proxy ended the connection, and what it said before can be read.
        }

        int heard = 0;
        int stay = breaksOff ? 0 : leaves ? _random.Next(_asked.Count) : _asked.Count;
        while (heard < stay && _socket is not null)
        {
            await HearAsync(_asked[heard++]);
        }

        if (_socket is null)
        {
            tally.AddLeft(_asked.Count - heard);
        }
        else if (leaves)
        {
            tally.AddLeft(_asked.Count - heard);
            _socket.Close(_random.Next(2) == 0 ? 0 : -1);
            _socket = null;
        }
    }

    private int Compose()
    {
        _asked.Clear();
        int at = 0;
        bool uploads = _random.Next(10) == 0;
        for (int count = uploads ? 1 : _random.Next(1, MostAtOnce + 1); count > 0; count--)
        {
            int size = _random.Next(100) switch { 0 => _random.Next(200_000), < 30 => _random.Next(100), _ => _random.Next(2000) };
            ulong key = Pattern.Key(id, ++_number);
            _asked.Add((key, uploads ? 16 : size));
            bool chunked = _random.Next(2) == 0;
            string framing = !uploads ? "" : chunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {size}\r\n";
            at += Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{(uploads ? "PUT" : "GET")} {prefix}/{id}/{_number}/{size} HTTP/1.1\r\nHost: load.example\r\n{framing}\r\n"),
                _request.AsSpan(at));
            at += uploads ? Body(_request.AsSpan(at), key, size, chunked) : 0;
        }

        return at;
    }

    private static int Body(Span<byte> room, ulong key, int size, bool chunked)
    {
        if (!chunked)
        {
            Pattern.Fill(room[..size], key);
            return size;
        }

        int at = 0;
        if (size > 0)
        {
            at = Encoding.ASCII.GetBytes($"{size:x}\r\n", room);
            Pattern.Fill(room.Slice(at, size), key);
            at += size;
            at += Encoding.ASCII.GetBytes("\r\n", room[at..]);
        }

        return at + Encoding.ASCII.GetBytes("0\r\n\r\n", room[at..]);
    }

    private async Task HearAsync((ulong Key, int Size) asked)
    {
        int head = await _window.HeadAsync();
        if (head < 0)
        {
            // Without an answer: only behind one that was cut or that said so, or where the proxy found the client's own leaving.
            tally.AddCut();
            Disconnect();
            return;
        }

        ReadOnlySpan<byte> bytes = _window.Unread[..head];
        bool closes = HeadText.Closes(bytes);
        bool isChunked = HeadText.IsChunked(bytes);
        long length = HeadText.Length(bytes);
        bool isOk = bytes.StartsWith("HTTP/1.1 200 "u8);
        bool isProxys = bytes.StartsWith("HTTP/1.1 50"u8) && !HeadText.Field(bytes, "\r\nx-proxy-error: "u8).IsEmpty;
        if (!isOk && !isProxys)
        {
            tally.AddWrong($"client {id} hears {Encoding.Latin1.GetString(bytes)}");
            return;
        }

        _window.Consume(head);
        if (isProxys)
        {
            await SkipAsync((int)length);
            tally.AddRefused();
        }
        else
        {
            BodyEnd end = isChunked ? await ChunkedBody.CompareAsync(_window, asked.Key, asked.Size)
                : length == asked.Size ? await _window.CompareAsync(asked.Key, 0, length)
                : BodyEnd.Wrong;
            Count(end, asked, length);
            closes |= end != BodyEnd.Whole;
        }

        if (closes)
        {
            Disconnect();
        }
    }

    private void Count(BodyEnd end, (ulong Key, int Size) asked, long length)
    {
        switch (end)
        {
            case BodyEnd.Whole:
                tally.AddWhole();
                break;
            case BodyEnd.Cut:
                tally.AddCut();
                break;
            default:
                tally.AddWrong($"client {id}, object {asked.Key:x}: a byte of {asked.Size} (length {length}) is another's");
                break;
        }
    }

    private async Task SkipAsync(int count)
    {
        while (_window.Length < count && await _window.FillAsync())
        {
        }

        _window.Consume(Math.Min(count, _window.Length));
    }

    private void Disconnect()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket!.SendAsync(bytes)..];
        }
    }
}
