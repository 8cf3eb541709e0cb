using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.RealServer.Tests.Keys;

/// <summary>An object key of tests/cases/keys/odd-keys.txt, and the object the tests store under it.</summary>
internal sealed class OddKey
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string PathCharacters = Unreserved + "!$&'()*+,;=:@";

    private OddKey(string line, int index)
    {
        Line = line;
        Key = Encoding.UTF8.GetString(Decode(line));
        // Sizes from nothing to some segments, and bytes that differ from object to object.
        Content = new byte[index % 16 == 0 ? 0 : index % 16 == 1 ? 70_000 : 100 + index];
        new Random(index).NextBytes(Content);
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OddKey> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", "keys", "odd-keys.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select((line, index) => new OddKey(line, index)),
    ];

    /// <summary>One that is not odd.</summary>
    public static OddKey Plain { get; } = All.Single(k => k.Key == "plain.txt");

    /// <summary>The key as the file has it.</summary>
    public string Line { get; }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The object's bytes.</summary>
    public byte[] Content { get; }

    /// <summary>Entity tag S3 gives the object, with its quotes.</summary>
#pragma warning disable CA5351 // S3's entity tags are MD5.
    public string EntityTag => $"\"{Convert.ToHexStringLower(MD5.HashData(Content))}\"";
#pragma warning restore CA5351

    /// <summary>This key as part of a request target.</summary>
    public string Spell(KeySpelling spelling) => Spell(Key, spelling);

    /// <summary>A key as part of a request target.</summary>
    public static string Spell(string key, KeySpelling spelling) => spelling switch
    {
        KeySpelling.Sparse => Encode(key, PathCharacters, "X2"),
        KeySpelling.Dense => Encode(key, "", "x2"),
        _ => Encode(key, Unreserved, "X2"),
    };

    private static byte[] Decode(string line)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '%')
            {
                bytes.Add(byte.Parse(line.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.Add((byte)line[i]);
            }
        }

        return [.. bytes];
    }

    private static string Encode(string key, string asTheyAre, string format)
    {
        var text = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(key))
        {
            if (b == '/' || asTheyAre.Contains((char)b, StringComparison.Ordinal))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('%').Append(b.ToString(format, CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
