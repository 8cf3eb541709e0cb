using System.Net.Sockets;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>What has come from a socket and is not yet read. Ends and resets are the same here: nothing more comes.</summary>
internal sealed class SocketWindow(Socket socket)
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public int Length => _end - _start;

    public void Consume(int count) => _start += count;

    /// <summary>Waits for more; false when nothing more comes.</summary>
    public async ValueTask<bool> FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        try
        {
            int count = _end == _buffer.Length ? 0 : await socket.ReceiveAsync(_buffer.AsMemory(_end));
            _end += count;
            return count > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Waits for a whole head; its length, or -1 when none comes.</summary>
    public async ValueTask<int> HeadAsync()
    {
        while (true)
        {
            int end = Unread.IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return end + 4;
            }

            if (!await FillAsync())
            {
                return -1;
            }
        }
    }

    /// <summary>Waits for a whole line; its length with the line end, or -1 when none comes.</summary>
    public async ValueTask<int> LineAsync()
    {
        while (true)
        {
            int end = Unread.IndexOf("\r\n"u8);
            if (end >= 0)
            {
                return end + 2;
            }

            if (!await FillAsync())
            {
                return -1;
            }
        }
    }

    /// <summary>Reads bytes of an object and compares each.</summary>
    /// <param name="key">The object.</param>
    /// <param name="offset">Where in it the bytes begin.</param>
    /// <param name="count">How many there are to be.</param>
    public async ValueTask<BodyEnd> CompareAsync(ulong key, long offset, long count)
    {
        while (count > 0)
        {
            if (Length == 0 && !await FillAsync())
            {
                return BodyEnd.Cut;
            }

            int there = (int)Math.Min(Length, count);
            if (!Pattern.Matches(Unread[..there], key, offset))
            {
                return BodyEnd.Wrong;
            }

            Consume(there);
            offset += there;
            count -= there;
        }

        return BodyEnd.Whole;
    }
}
