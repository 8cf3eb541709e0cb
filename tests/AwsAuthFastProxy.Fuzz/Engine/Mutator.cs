using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>Makes cases out of seeds: some bytes, words, lines and numbers changed, seeds crossed. The same seed makes the same cases.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words, int mostBytes)
{
    private static readonly long[] s_numbers =
        [0, 1, 2, 7, 8, 9, 15, 16, 255, 256, 1023, 1024, 4095, 4096, 65535, 65536, int.MaxValue, 1L << 32, long.MaxValue];

    public byte[] Next()
    {
        List<byte> bytes = [.. Pick(seeds)];
        if (random.Next(6) == 0)
        {
            Cross(bytes, Pick(seeds));
        }

        for (int edits = random.Next(random.Next(2) == 0 ? 3 : 12); edits >= 0; edits--)
        {
            Edit(bytes);
        }

        if (bytes.Count > mostBytes)
        {
            bytes.RemoveRange(mostBytes, bytes.Count - mostBytes);
        }

        return [.. bytes];
    }

    private void Edit(List<byte> bytes)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(4) == 0 ? 64 : 4));
        switch (random.Next(13))
        {
            case 0:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                Replace(bytes, at, Math.Min(length, 1), [(byte)random.Next(256)]);
                break;
            case 3:
            case 4:
                bytes.InsertRange(at, Pick(words));
                break;
            case 5:
                Replace(bytes, at, length, Pick(words));
                break;
            case 6:
                Replace(bytes, at, 0, bytes.Slice(at, length).ToArray());
                break;
            case 7:
                Repeat(bytes, at);
                break;
            case 8:
                Lines(bytes);
                break;
            case 9:
                Number(bytes, at);
                break;
            case 10:
                Case(bytes, at, length);
                break;
            case 11:
                Flip(bytes, at);
                break;
            default:
                byte[] other = Pick(seeds);
                int from = random.Next(other.Length + 1);
                Replace(bytes, at, length, other[from..Math.Min(other.Length, from + random.Next(64))]);
                break;
        }
    }

    private void Cross(List<byte> bytes, byte[] other)
    {
        int cut = random.Next(bytes.Count + 1);
        bytes.RemoveRange(cut, bytes.Count - cut);
        bytes.AddRange(other[random.Next(other.Length + 1)..]);
    }

    /// <summary>One word many times: what is bounded must meet its bound.</summary>
    private void Repeat(List<byte> bytes, int at)
    {
        byte[] word = Pick(words);
        int count = Math.Min(random.Next(random.Next(8) == 0 ? 2000 : 16), mostBytes / Math.Max(1, word.Length));
        bytes.InsertRange(at, Enumerable.Repeat(word, count).SelectMany(static octets => octets));
    }

    /// <summary>Doubles, drops or moves a line.</summary>
    private void Lines(List<byte> bytes)
    {
        List<byte[]> lines = [];
        int start = 0;
        for (int i = 0; i < bytes.Count; i++)
        {
            if (bytes[i] == '\n' || i == bytes.Count - 1)
            {
                lines.Add([.. bytes.GetRange(start, i + 1 - start)]);
                start = i + 1;
            }
        }

        if (lines.Count == 0)
        {
            return;
        }

        int line = random.Next(lines.Count);
        byte[] moved = lines[line];
        int kind = random.Next(3);
        if (kind > 0)
        {
            lines.RemoveAt(line);
        }

        if (kind != 1)
        {
            lines.Insert(random.Next(lines.Count + 1), moved);
        }

        bytes.Clear();
        bytes.AddRange(lines.SelectMany(static octets => octets));
    }

    /// <summary>Puts another number where one stands.</summary>
    private void Number(List<byte> bytes, int at)
    {
        int start = bytes.FindIndex(at, static octet => char.IsAsciiDigit((char)octet));
        if (start < 0)
        {
            return;
        }

        int end = bytes.FindIndex(start, static octet => !char.IsAsciiDigit((char)octet));
        long number = s_numbers[random.Next(s_numbers.Length)] + random.Next(-1, 2);
        string text = number.ToString(random.Next(4) == 0 ? "x" : "d", CultureInfo.InvariantCulture);
        Replace(bytes, start, (end < 0 ? bytes.Count : end) - start, Encoding.ASCII.GetBytes(text));
    }

    private static void Case(List<byte> bytes, int at, int length)
    {
        for (int i = at; i < at + length; i++)
        {
            if (char.IsAsciiLetter((char)bytes[i]))
            {
                bytes[i] ^= 0x20;
            }
        }
    }

    private void Flip(List<byte> bytes, int at)
    {
        if (at < bytes.Count)
        {
            bytes[at] ^= (byte)(1 << random.Next(8));
        }
    }

    private static void Replace(List<byte> bytes, int at, int length, byte[] by)
    {
        bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
        bytes.InsertRange(at, by);
    }

    private byte[] Pick(IReadOnlyList<byte[]> from) => from[random.Next(from.Count)];
}
