using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>A field line whose value is written piece by piece. White space around it is not part of a value (RFC 9110 §5.5).</summary>
internal readonly struct FieldValue
{
    private readonly int _start;

    private FieldValue(int start) => _start = start;

    /// <summary>Writes what stands before the value.</summary>
    public static FieldValue Begin(ref HeadWriter writer, ReadOnlySpan<byte> name)
    {
        writer.Write(name);
        writer.Write(": "u8);
        return new FieldValue(writer.Length);
    }

    /// <summary>Ends the line, or takes all of it back to <paramref name="line"/> where the value is empty. Where the value lies.</summary>
    public ByteRange End(ref HeadWriter writer, int line)
    {
        if (writer.Overflowed)
        {
            return default;
        }

        ReadOnlySpan<byte> value = writer.Written[_start..].Trim(" \t"u8);
        writer.Unclaim(writer.Length - (value.IsEmpty ? line : _start));
        if (value.IsEmpty)
        {
            return default;
        }

        // It still lies there, at most some bytes further on.
        writer.Write(value);
        writer.Write("\r\n"u8);
        return new ByteRange(_start, value.Length);
    }
}
