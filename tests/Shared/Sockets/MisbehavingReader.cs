using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.Tests.Shared.Sockets;

/// <summary>Reads requests off a socket, slowly and simply.</summary>
internal sealed class MisbehavingReader(Socket socket, CancellationToken stop)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next head without its empty line; null when the peer has ended.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                return head.ToString();
            }

            head.Append(head.Length == 0 ? "" : "\r\n").Append(line);
        }

        return null;
    }

    /// <summary>Reads a body to its end; its SHA-256 in lower-case hexadecimal, or null when the peer ended before.</summary>
    public async Task<string?> ReadBodyAsync(long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool whole = length >= 0 ? await TakeAsync(length, hash) : await ReadChunksAsync(hash);
        return whole ? Convert.ToHexStringLower(hash.GetHashAndReset()) : null;
    }

    /// <summary>Reads and forgets until the peer ends.</summary>
    public async Task DrainAsync()
    {
        do
        {
            _start = _end;
        }
        while (await FillAsync());
    }

    private async Task<bool> ReadChunksAsync(IncrementalHash hash)
    {
        while (await ReadLineAsync() is { } size)
        {
            long length = long.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                while (await ReadLineAsync() is { Length: > 0 })
                {
                }

                return true;
            }

            if (!await TakeAsync(length, hash) || await ReadLineAsync() is null)
            {
                return false;
            }
        }

        return false;
    }

    private async Task<bool> TakeAsync(long length, IncrementalHash hash)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync())
            {
                return false;
            }

            int count = (int)Math.Min(length, _end - _start);
            hash.AppendData(_buffer, _start, count);
            _start += count;
            length -= count;
        }

        return true;
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync())
            {
                return null;
            }

            char letter = (char)_buffer[_start++];
            if (letter == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(letter);
        }
    }

    private async Task<bool> FillAsync()
    {
        _start = 0;
        _end = await socket.ReceiveAsync(_buffer, stop);
        return _end > 0;
    }
}
