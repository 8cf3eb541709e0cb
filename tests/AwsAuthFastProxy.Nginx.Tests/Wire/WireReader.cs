using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Nginx.Tests.Wire;

/// <summary>Reads HTTP/1 messages off a stream, slowly and simply. Bytes become letters one by one (Latin-1).</summary>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Whether a byte has come that nobody has read.</summary>
    public bool HasMore => _start < _end;

    /// <summary>The next line without its end; null where the peer ended before its first byte.</summary>
    public string? ReadLine()
    {
        var line = new StringBuilder();
        while (Fill())
        {
            char letter = (char)_buffer[_start++];
            if (letter == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(letter);
        }

        return line.Length == 0 ? null : throw new EndOfStreamException($"The peer ended in the line \"{line}\".");
    }

    /// <summary>Field lines up to the empty line.</summary>
    public WireFields ReadFields()
    {
        var fields = new List<KeyValuePair<string, string>>();
        while (ReadLine() is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            fields.Add(colon < 0 ? new(line, "(no colon)") : new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return new WireFields(fields);
    }

    /// <summary>Exactly <paramref name="length"/> bytes.</summary>
    public byte[] ReadExactly(long length)
    {
        byte[] bytes = new byte[length];
        for (int at = 0; at < bytes.Length;)
        {
            if (!Fill())
            {
                throw new EndOfStreamException($"The peer ended after {at} of {length} bytes.");
            }

            int count = Math.Min(bytes.Length - at, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(bytes.AsSpan(at));
            _start += count;
            at += count;
        }

        return bytes;
    }

    /// <summary>The content of a chunked body; its trailer is read and forgotten.</summary>
    public byte[] ReadChunks()
    {
        using var body = new MemoryStream();
        while (true)
        {
            string size = ReadLine() ?? throw new EndOfStreamException("The peer ended between chunks.");
            byte[] chunk = ReadExactly(long.Parse(size.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            if (chunk.Length == 0)
            {
                ReadFields();
                return body.ToArray();
            }

            body.Write(chunk);
            ReadLine();
        }
    }

    /// <summary>All that comes until the peer ends.</summary>
    public byte[] ReadToEnd()
    {
        using var body = new MemoryStream();
        while (Fill())
        {
            body.Write(_buffer, _start, _end - _start);
            _start = _end;
        }

        return body.ToArray();
    }

    private bool Fill()
    {
        if (_start < _end)
        {
            return true;
        }

        _start = 0;
        _end = 0;
        _end = stream.Read(_buffer);
        return _end > 0;
    }
}
