using System.Globalization;

namespace AwsAuthFastProxy.LoadTests.Profiling;

/// <summary>Reads the flat listing of <c>perf report</c>: share, object and symbol with bars between.</summary>
internal static class PerfReport
{
    /// <summary>What asks for it.</summary>
    public static readonly string[] Options = ["--stdio", "--no-children", "-g", "none", "-F", "overhead,dso,symbol", "-t", "|"];

    // Libraries are shipped without the names of functions that they keep to themselves, such as the ciphers of libcrypto.
    private const string Nameless = "(functions without names)";
    private const string ManagedPart = "managed code";

    /// <summary>The functions, the most first.</summary>
    public static IReadOnlyList<ProfileSymbol> Read(string text) =>
    [
        .. text.Split('\n').Where(static line => line.Contains('|') && !line.StartsWith('#')).Select(ReadLine)
            .GroupBy(static symbol => (symbol.Part, symbol.Name), static (key, same) => new ProfileSymbol(same.Sum(static symbol => symbol.Share), key.Part, key.Name))
            .OrderByDescending(static symbol => symbol.Share),
    ];

    private static ProfileSymbol ReadLine(string line)
    {
        string[] columns = line.Split('|', 3, StringSplitOptions.TrimEntries);
        double share = double.Parse(columns[0].TrimEnd('%'), CultureInfo.InvariantCulture) / 100;
        string part = PartOf(columns[1]);

        // A letter in brackets says whose mode it ran in.
        string name = columns[2].Length > 4 && columns[2][0] == '[' ? columns[2][4..] : columns[2];
        return new ProfileSymbol(share, part, name.StartsWith("0x", StringComparison.Ordinal) ? Nameless : part == ManagedPart ? Shorten(name) : name);
    }

    private static string PartOf(string file) =>
        file.StartsWith("[kernel", StringComparison.Ordinal) || file.StartsWith("[guest", StringComparison.Ordinal) ? "kernel"
        : file.StartsWith("[JIT]", StringComparison.Ordinal) || file.EndsWith(".map", StringComparison.Ordinal) ? ManagedPart
        : file;

    /// <summary>
    /// From the run-time compiler's name, such as <c>instance void [Assembly] Name.Space.Type+&lt;MethodAsync&gt;d__1::MoveNext()[Tier]</c>,
    /// to <c>Type.MethodAsync</c>.
    /// </summary>
    private static string Shorten(string name)
    {
        int colons = name.IndexOf("::", StringComparison.Ordinal);
        if (colons < 0)
        {
            return name;
        }

        int end = name.IndexOf('(', colons);
        string method = name[(colons + 2)..(end < 0 ? name.Length : end)];
        string type = name[..colons];
        int space = type.LastIndexOf("] ", StringComparison.Ordinal);
        type = space < 0 ? type : type[(space + 2)..];
        int nested = type.IndexOf("+<", StringComparison.Ordinal);
        if (nested >= 0 && type.IndexOf(">d__", nested, StringComparison.Ordinal) is > 0 and var closing)
        {
            // The state machine of an async method.
            method = type[(nested + 2)..closing];
            type = type[..nested];
        }

        int generic = type.IndexOfAny(['`', '[', '<']);
        type = generic < 0 ? type : type[..generic];
        return type[(type.LastIndexOf('.') + 1)..] + "." + method;
    }
}
