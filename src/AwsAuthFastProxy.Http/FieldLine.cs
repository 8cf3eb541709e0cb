namespace AwsAuthFastProxy.Http;

/// <summary>One field line of a head, as offsets into the bytes it was parsed from; nothing is copied.</summary>
public struct FieldLine
{
    internal FieldLine(int nameOffset, int nameLength, int valueOffset, int valueLength, FieldName known)
    {
        NameOffset = nameOffset;
        NameLength = nameLength;
        ValueOffset = valueOffset;
        ValueLength = valueLength;
        Known = known;
    }

    /// <summary>First byte of the name, from the head's first byte.</summary>
    public int NameOffset { get; }

    /// <summary>Length of the name in bytes, at least 1.</summary>
    public int NameLength { get; }

    /// <summary>First byte of the value without the white space around it (RFC 9110 §5.5).</summary>
    public int ValueOffset { readonly get; internal set; }

    /// <summary>Length of the value in bytes; may be 0.</summary>
    public int ValueLength { readonly get; internal set; }

    /// <summary>The name, if it is one this room knows.</summary>
    public FieldName Known { get; }

    /// <summary>True when the line must not be forwarded. Set through <see cref="FieldTable.Drop(int)"/>.</summary>
    public bool Dropped { readonly get; internal set; }

    /// <summary>The name's bytes, in the sender's case.</summary>
    public readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> head) => head.Slice(NameOffset, NameLength);

    /// <summary>The value's bytes without the white space around them.</summary>
    public readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head) => head.Slice(ValueOffset, ValueLength);
}
