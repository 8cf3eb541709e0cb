using System.Text;

namespace AwsAuthFastProxy.SigV4;

/// <summary>Appends bytes to a span whose length was computed beforehand; writing past it throws, never truncates.</summary>
internal ref struct ByteWriter
{
    private readonly Span<byte> _destination;

    internal ByteWriter(Span<byte> destination)
    {
        _destination = destination;
    }

    internal int Length { get; private set; }

    internal readonly ReadOnlySpan<byte> Written => _destination[..Length];

    internal void Write(byte octet) => _destination[Length++] = octet;

    internal void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    internal void WriteLine(scoped ReadOnlySpan<byte> bytes)
    {
        Write(bytes);
        Write((byte)'\n');
    }

    internal void WriteLowerCase(scoped ReadOnlySpan<byte> name)
    {
        while (true)
        {
            Ascii.ToLower(name, _destination[Length..], out var length);
            Length += length;
            if (length == name.Length)
            {
                return;
            }

            // An octet above 0x7F stops the conversion: it has no case here.
            Write(name[length]);
            name = name[(length + 1)..];
        }
    }

    /// <summary>A field name in lower case and percent-encoded, as X-Amz-SignedHeaders has it.</summary>
    internal void WriteEncodedLowerCase(scoped ReadOnlySpan<byte> name)
    {
        foreach (var octet in name)
        {
            if (PercentEncoding.IsUnreserved(octet))
            {
                Write((byte)(octet is >= (byte)'A' and <= (byte)'Z' ? octet | 0x20 : octet));
            }
            else
            {
                PercentEncoding.Encode(octet, Reserve(3));
            }
        }
    }

    /// <summary>A header value as the canonical request has it: trimmed, each inner run of white space one space.</summary>
    internal void WriteFolded(scoped ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t"u8);
        while (true)
        {
            var space = value.IndexOfAny((byte)' ', (byte)'\t');
            if (space < 0)
            {
                Write(value);
                return;
            }

            Write(value[..space]);
            Write((byte)' ');
            value = value[space..].TrimStart(" \t"u8);
        }
    }

    /// <summary>Leaves room for bytes to be written later and returns it.</summary>
    internal Span<byte> Reserve(int length)
    {
        var room = _destination.Slice(Length, length);
        Length += length;
        return room;
    }
}
