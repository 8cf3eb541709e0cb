using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>
/// Reads CRLF lines and counted octets from a stream, one octet at a time from a buffer. It accepts no other line end:
/// the leniency of RFC 9112 §2.2 towards a bare LF is a choice, and a strict peer does not make it.
/// </summary>
internal sealed class LineReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Returns the next line without its CRLF as Latin-1 text, or null when the stream ends before the line's first octet.</summary>
    /// <param name="limit">The most octets the line may have.</param>
    /// <param name="tooLong">The status when it has more.</param>
    /// <param name="cancellation">Stops waiting for octets.</param>
    /// <exception cref="HttpRefusedException">A bare CR or LF, a NUL, or too long a line.</exception>
    /// <exception cref="EndOfStreamException">The stream ends inside the line.</exception>
    public async ValueTask<string?> ReadLineAsync(int limit, int tooLong, CancellationToken cancellation)
    {
        var line = new StringBuilder();
        bool carriageReturn = false;
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                return line.Length == 0 && !carriageReturn ? null : throw new EndOfStreamException("The stream ended inside a line.");
            }

            char octet = (char)_buffer[_start++];
            if (octet == '\n')
            {
                return carriageReturn ? line.ToString() : throw new HttpRefusedException(400, "A line ends in LF without CR.");
            }

            if (carriageReturn)
            {
                throw new HttpRefusedException(400, "A CR stands inside a line.");
            }

            if (octet == '\r')
            {
                carriageReturn = true;
                continue;
            }

            if (octet == '\0')
            {
                throw new HttpRefusedException(400, "A NUL stands inside a line.");
            }

            if (line.Length == limit)
            {
                throw new HttpRefusedException(tooLong, "A line is too long.");
            }

            line.Append(octet);
        }
    }

    /// <summary>Fills the destination.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellation)
    {
        while (!destination.IsEmpty)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                throw new EndOfStreamException("The stream ended inside the content.");
            }

            int count = Math.Min(_end - _start, destination.Length);
            _buffer.AsMemory(_start, count).CopyTo(destination);
            _start += count;
            destination = destination[count..];
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellation);
        return _end > 0;
    }
}
