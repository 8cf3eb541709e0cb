using System.Buffers.Binary;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>The bytes of objects: told by an object's key, and different for every key and every place, so that one strange byte run shows.</summary>
internal static class Pattern
{
    /// <summary>Key of nobody's object: bytes that no client may ever hear.</summary>
    public const ulong Evil = ulong.MaxValue;

    public static ulong Key(int client, int number) => ((ulong)(uint)client << 32) | (uint)number;

    /// <summary>Fills with the object's bytes from its beginning.</summary>
    public static void Fill(Span<byte> destination, ulong key)
    {
        Span<byte> word = stackalloc byte[8];
        for (int at = 0; at < destination.Length; at += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Word(key, at / 8));
            word[..Math.Min(8, destination.Length - at)].CopyTo(destination[at..]);
        }
    }

    /// <summary>Whether <paramref name="bytes"/> are the object's from <paramref name="offset"/> on.</summary>
    public static bool Matches(ReadOnlySpan<byte> bytes, ulong key, long offset)
    {
        Span<byte> word = stackalloc byte[8];
        while (!bytes.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Word(key, offset / 8));
            int skip = (int)(offset % 8);
            int count = Math.Min(8 - skip, bytes.Length);
            if (!word.Slice(skip, count).SequenceEqual(bytes[..count]))
            {
                return false;
            }

            bytes = bytes[count..];
            offset += count;
        }

        return true;
    }

    // The finaliser of SplitMix64 over key and place.
    private static ulong Word(ulong key, long index)
    {
        ulong z = key + (((ulong)index + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
