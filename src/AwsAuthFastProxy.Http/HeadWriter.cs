using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// Composes a head into a span. It never throws for lack of room: what does not fit is left out whole, and
/// <see cref="Overflowed"/> then stays set, so the caller checks once at the end.
/// </summary>
/// <remarks>It writes the bytes it is given; they come from parsed heads or from validated configuration and hold no CR or LF.</remarks>
public ref struct HeadWriter
{
    private readonly Span<byte> _buffer;
    private int _position;

    /// <summary>A writer at the start of <paramref name="buffer"/>.</summary>
    public HeadWriter(Span<byte> buffer)
    {
        _buffer = buffer;
    }

    /// <summary>Bytes written so far.</summary>
    public readonly int Length => _position;

    /// <summary>Whether something did not fit. What was written is then no head.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>The bytes written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._position];

    /// <summary>Writes <paramref name="bytes"/> as they are.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (!Overflowed && bytes.TryCopyTo(_buffer[_position..]))
        {
            _position += bytes.Length;
        }
        else
        {
            Overflowed = true;
        }
    }

    /// <summary>
    /// Takes <paramref name="length"/> bytes to be filled in by the caller, now or later, at <see cref="Length"/> before
    /// the call; empty when they do not fit.
    /// </summary>
    public Span<byte> Claim(int length)
    {
        if (Overflowed || length > _buffer.Length - _position)
        {
            Overflowed = true;
            return default;
        }

        Span<byte> claimed = _buffer.Slice(_position, length);
        _position += length;
        return claimed;
    }

    /// <summary>Gives back the last <paramref name="length"/> bytes of what was claimed.</summary>
    public void Unclaim(int length)
    {
        Debug.Assert((uint)length <= (uint)_position, "only what was claimed");
        _position -= length;
    }

    /// <summary>Writes <paramref name="value"/> in decimal digits.</summary>
    public void WriteDecimal(long value)
    {
        if (!Overflowed
            && value.TryFormat(_buffer[_position..], out int written, default, CultureInfo.InvariantCulture))
        {
            _position += written;
        }
        else
        {
            Overflowed = true;
        }
    }

    /// <summary>Writes the field line <c>name: value CRLF</c>.</summary>
    public void WriteField(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Debug.Assert(Grammar.IsToken(name), "a field name is a token");
        Debug.Assert(!value.ContainsAny(Grammar.Control), "a field value holds no control octet");
        Span<byte> line = Claim(name.Length + value.Length + 4);
        if (line.IsEmpty)
        {
            return;
        }

        name.CopyTo(line);
        line[name.Length] = (byte)':';
        line[name.Length + 1] = (byte)' ';
        value.CopyTo(line[(name.Length + 2)..]);
        line[^2] = (byte)'\r';
        line[^1] = (byte)'\n';
    }

    /// <summary>Writes a field line with a decimal value.</summary>
    public void WriteField(scoped ReadOnlySpan<byte> name, long value)
    {
        Write(name);
        Write(": "u8);
        WriteDecimal(value);
        Write("\r\n"u8);
    }

    /// <summary>Writes each line of <paramref name="fields"/> that is not dropped, in order and in the sender's case.</summary>
    /// <param name="fields">Lines of a parsed head.</param>
    /// <param name="head">The bytes that head was parsed from.</param>
    public void WriteFields(FieldTable fields, scoped ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fields);
        foreach (ref readonly FieldLine line in fields.Lines)
        {
            if (!line.Dropped)
            {
                WriteField(line.Name(head), line.Value(head));
            }
        }
    }

    /// <summary>Writes the status line of <paramref name="status"/> with the registered reason phrase.</summary>
    public void WriteStatusLine(int status) => WriteStatusLine(status, StatusReasons.Phrase(status));

    /// <summary>Writes a status line; the space behind the code stands there also without a phrase (RFC 9112 §4).</summary>
    public void WriteStatusLine(int status, scoped ReadOnlySpan<byte> reason)
    {
        Write("HTTP/1.1 "u8);
        WriteDecimal(status);
        Write(" "u8);
        Write(reason);
        Write("\r\n"u8);
    }

    /// <summary>Writes the line that opens a chunk of <paramref name="size"/> bytes (RFC 9112 §7.1). Zero opens the last chunk.</summary>
    public void WriteChunkSize(long size)
    {
        if (!Overflowed && Utf8Formatter.TryFormat(size, _buffer[_position..], out int written, new('x')))
        {
            _position += written;
            Write("\r\n"u8);
        }
        else
        {
            Overflowed = true;
        }
    }

    /// <summary>Writes the empty line that ends a head.</summary>
    public void EndHead() => Write("\r\n"u8);
}
