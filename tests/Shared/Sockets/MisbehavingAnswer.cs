using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Tests.Shared.Sockets;

/// <summary>Answers one request in one way.</summary>
internal sealed class MisbehavingAnswer(Socket socket, MisbehavingReader reader, MisbehavingRequest request, CancellationToken stop)
{
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";

    /// <summary>Does it. True when the connection takes another request.</summary>
    public async Task<bool> GiveAsync(Misbehaviour way)
    {
        if (way == Misbehaviour.EarlyRefusal)
        {
            await SendAsync("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
            return false;
        }

        if (way == Misbehaviour.EarlyAnswer)
        {
            await SendAsync(Whole(KnownBody.Of(request.Target), ""));
            return await reader.ReadBodyAsync(request.Length) is not null;
        }

        string? hash = await reader.ReadBodyAsync(request.Length);
        if (hash is null)
        {
            return false;
        }

        byte[] body = KnownBody.Of(request.Target);
        byte[] whole = Whole(body, $"x-received: {hash}\r\n");
        int head = whole.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        switch (way)
        {
            case Misbehaviour.None or Misbehaviour.CloseAfterAnswer or Misbehaviour.ResetAfterAnswer:
                await SendAsync(whole);
                break;
            case Misbehaviour.Chunked:
                await SendAsync(Chunks(body, $"x-received: {hash}\r\n"));
                break;
            case Misbehaviour.UntilClose:
                await SendAsync([.. "HTTP/1.1 200 OK\r\n\r\n"u8, .. BodyOf(body)]);
                break;
            case Misbehaviour.Trickle:
                await TrickleAsync(whole);
                break;
            case Misbehaviour.SlowDown:
                await SendAsync(SlowDown());
                break;
            case Misbehaviour.HalfClose:
                await SendAsync(whole);
                socket.Shutdown(SocketShutdown.Send);
                await reader.DrainAsync();
                break;
            case Misbehaviour.SecondAnswer:
                await SendAsync([.. whole, .. Encoding.ASCII.GetBytes(Evil)]);
                break;
            case Misbehaviour.SecondAnswerLater:
                await SendAsync(whole);
                await SendAsync(Evil);
                break;
            case Misbehaviour.LongBody:
                await SendAsync([.. whole, .. "evil"u8]);
                break;
            case Misbehaviour.EndInHead or Misbehaviour.ResetInHead or Misbehaviour.SilentInHead:
                await SendAsync(whole[..(head / 2)]);
                break;
            case Misbehaviour.EndInBody or Misbehaviour.ResetInBody or Misbehaviour.SilentInBody:
                await SendAsync(whole[..(head + ((whole.Length - head) / 2))]);
                break;
            case Misbehaviour.Garbage:
                await SendAsync([.. "\0\u0001SSH-2.0\r\n"u8, .. body]);
                break;
            case Misbehaviour.EndlessHead:
                await RepeatAsync("HTTP/1.1 200 OK\r\n", $"X-Filler: {new string('x', 100)}\r\n");
                break;
            case Misbehaviour.EndlessInterim:
                await RepeatAsync("", "HTTP/1.1 102 Processing\r\n\r\n");
                break;
            case Misbehaviour.BothFramings:
                await SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                break;
            case Misbehaviour.BadChunk:
                await SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0x1\r\n");
                break;
            default:
                break;
        }

        return await EndAsync(way);
    }

    private async Task<bool> EndAsync(Misbehaviour way)
    {
        switch (way)
        {
            case Misbehaviour.ResetBeforeAnswer or Misbehaviour.ResetInHead or Misbehaviour.ResetInBody or Misbehaviour.ResetAfterAnswer:
                // close(2) with a linger time of nothing is a reset (tcp(7), SO_LINGER).
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            case Misbehaviour.SilentBeforeAnswer or Misbehaviour.SilentInHead or Misbehaviour.SilentInBody
                or Misbehaviour.Garbage or Misbehaviour.BothFramings or Misbehaviour.BadChunk:
                // It is the proxy's to end this.
                await reader.DrainAsync();
                return false;
            default:
                return way is Misbehaviour.None or Misbehaviour.Chunked or Misbehaviour.Trickle or Misbehaviour.SlowDown
                    or Misbehaviour.SecondAnswer or Misbehaviour.SecondAnswerLater or Misbehaviour.LongBody;
        }
    }

    private bool HasNoBody => request.Method == "HEAD";

    private byte[] BodyOf(byte[] body) => HasNoBody ? [] : body;

    private byte[] Whole(byte[] body, string fields) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{fields}Content-Length: {body.Length}\r\n\r\n"), .. BodyOf(body)];

    private byte[] Chunks(byte[] body, string fields)
    {
        var wire = new List<byte>(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{fields}Transfer-Encoding: chunked\r\n\r\n"));
        if (HasNoBody)
        {
            return [.. wire];
        }

        foreach (byte[] piece in body.Chunk(Math.Max(1, body.Length / 7)))
        {
            wire.AddRange(Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"));
            wire.AddRange(piece);
            wire.AddRange("\r\n"u8);
        }

        wire.AddRange("0\r\n\r\n"u8);
        return [.. wire];
    }

    private string SlowDown()
    {
        const string Body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
        return $"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: {Body.Length}\r\n\r\n{(HasNoBody ? "" : Body)}";
    }

    private Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    private async Task SendAsync(byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), stop);
        }
    }

    /// <summary>At most some hundred pieces, the head's bytes one by one.</summary>
    private async Task TrickleAsync(byte[] bytes)
    {
        int size = 1;
        for (int sent = 0; sent < bytes.Length; sent += size)
        {
            size = Math.Min(bytes.Length - sent, sent < 100 ? 1 : Math.Max(1, bytes.Length / 100));
            await SendAsync(bytes[sent..(sent + size)]);
        }
    }

    /// <summary>Until the proxy has had enough, which a send then says.</summary>
    private async Task RepeatAsync(string first, string next)
    {
        await SendAsync(first);
        byte[] many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(next, 100)));
        while (true)
        {
            await SendAsync(many);
        }
    }
}
