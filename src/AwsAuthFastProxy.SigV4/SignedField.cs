namespace AwsAuthFastProxy.SigV4;

/// <summary>Where one header field to be signed lies in the composed head: offsets and lengths in bytes.</summary>
public readonly struct SignedField : IEquatable<SignedField>
{
    /// <summary>A field by the places of its name and value in <see cref="RequestToSign.Head"/>.</summary>
    /// <param name="nameOffset">Where the name begins; its letters may be of any case.</param>
    /// <param name="nameLength">The name's length, without the colon.</param>
    /// <param name="valueOffset">Where the value begins; white space around it may be included.</param>
    /// <param name="valueLength">The value's length, without the line's end.</param>
    public SignedField(int nameOffset, int nameLength, int valueOffset, int valueLength)
    {
        NameOffset = nameOffset;
        NameLength = nameLength;
        ValueOffset = valueOffset;
        ValueLength = valueLength;
    }

    /// <summary>Where the name begins.</summary>
    public int NameOffset { get; }

    /// <summary>The name's length in bytes.</summary>
    public int NameLength { get; }

    /// <summary>Where the value begins.</summary>
    public int ValueOffset { get; }

    /// <summary>The value's length in bytes.</summary>
    public int ValueLength { get; }

    /// <summary>Same places.</summary>
    public static bool operator ==(SignedField left, SignedField right) => left.Equals(right);

    /// <summary>Other places.</summary>
    public static bool operator !=(SignedField left, SignedField right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SignedField other) =>
        (NameOffset, NameLength, ValueOffset, ValueLength)
        == (other.NameOffset, other.NameLength, other.ValueOffset, other.ValueLength);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SignedField other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NameOffset, NameLength, ValueOffset, ValueLength);

    internal ReadOnlySpan<byte> Name(ReadOnlySpan<byte> head) => head.Slice(NameOffset, NameLength);

    internal ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head) => head.Slice(ValueOffset, ValueLength);
}
