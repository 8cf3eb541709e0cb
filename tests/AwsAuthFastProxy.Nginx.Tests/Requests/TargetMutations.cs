using System.Globalization;

namespace AwsAuthFastProxy.Nginx.Tests.Requests;

/// <summary>Changes of a target that servers may read in different ways.</summary>
internal static class TargetMutations
{
    private static readonly string[] s_inserts =
    [
        "%20", "%2F", "%2f", "%2B", "+", "~", "%7E", "%7e", "%25", "%2525", "%41", "%C3%A9", "\u00C3\u00A9", "\u00E6\u0097\u00A5", "%E6%97%A5", ";v=1", ":", "@",
        "!$&'()*,=", "%3F", "%23", "%26", "%5C", "%00", "%0A", "[1]", "a b", "\\", "|", "\"", "<", "^", "`", "{1}", "%", "%zz", "%FF", "..", ".", "...",
    ];

    private static readonly string[] s_segments = ["/", "//", "/./", "/../", "/x/../", "/%2e%2e/", "/.", "/..", "/%2E/", "/.%2e/", "/..a/", "/a../", "/%2F../", "/;/", "///"];

    private static readonly string[] s_queries =
    [
        "", "x=1", "a=1&b=2", "b=2&a=1", "prefix=foo/", "prefix=foo%2Fbar", "q=a+b", "q=a%20b", "q=%2B", "a&&b", "&", "=", "acl", "acl=", "x=%C3%A9", "x=\u00C3\u00A9", "x=~%7E",
        "x=1?y=2", "x=!$'()*,:;@[]", "a=2&a=1", "versionId=abc", "x=%", "x=%zz", "x=%41", "a=b=c", "list-type=2&max-keys=5", "x=1#frag", "x=\"", "x=<>", "x=/../", "x=//",
    ];

    /// <summary>The path with one change.</summary>
    public static string Change(string path, Random random)
    {
        int at = random.Next(path.Length + 1);
        return random.Next(12) switch
        {
            0 => path.Length > 1 ? path[..^1] : path,
            1 => path + "x",
            2 => SwapCase(path, at),
            3 => Encode(path, random),
            4 => path.Insert(SlashAt(path, at), "/"),
            5 => path.Remove(SlashAt(path, at), 1).Insert(SlashAt(path, at), s_segments[random.Next(s_segments.Length)]),
            6 => path + s_segments[random.Next(s_segments.Length)],
            7 or 8 => path.Insert(Math.Max(1, at), s_inserts[random.Next(s_inserts.Length)]),
            9 => path + s_inserts[random.Next(s_inserts.Length)],
            10 => path.EndsWith('/') && path.Length > 1 ? path[..^1] : path + "/",
            _ => path + "/" + s_inserts[random.Next(s_inserts.Length)] + "/a.txt",
        };
    }

    /// <summary>The target with a query behind it.</summary>
    public static string WithQuery(string target, Random random) => target + "?" + s_queries[random.Next(s_queries.Length)];

    private static string SwapCase(string path, int at)
    {
        for (int i = at; i < path.Length; i++)
        {
            if (char.IsAsciiLetter(path[i]))
            {
                return path[..i] + (char)(path[i] ^ 0x20) + path[(i + 1)..];
            }
        }

        return path.ToUpperInvariant();
    }

    private static string Encode(string path, Random random)
    {
        if (path.Length < 2)
        {
            return path;
        }

        int at = random.Next(1, path.Length);
        string hex = ((int)path[at]).ToString(random.Next(2) == 0 ? "x2" : "X2", CultureInfo.InvariantCulture);
        return path[..at] + "%" + hex + path[(at + 1)..];
    }

    /// <summary>Where the last slash before <paramref name="at"/> stands.</summary>
    private static int SlashAt(string path, int at) => Math.Max(0, path.LastIndexOf('/', Math.Min(at, path.Length - 1)));
}
