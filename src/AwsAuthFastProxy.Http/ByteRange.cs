namespace AwsAuthFastProxy.Http;

/// <summary>A part of a message head: offset from the head's first byte, and length, both in bytes.</summary>
/// <param name="Offset">First byte, counted from the start of the span the head was parsed from.</param>
/// <param name="Length">Number of bytes; zero for an absent or empty part.</param>
public readonly record struct ByteRange(int Offset, int Length)
{
    /// <summary>First byte after the range.</summary>
    public int End => Offset + Length;

    /// <summary>True when the range covers no byte.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes of this range. <paramref name="head"/> must begin where the parsed span began.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> head) => head.Slice(Offset, Length);
}
