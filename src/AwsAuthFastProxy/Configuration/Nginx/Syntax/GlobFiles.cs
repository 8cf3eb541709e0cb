namespace AwsAuthFastProxy.Configuration.Nginx.Syntax;

/// <summary>File names with <c>*</c>, <c>?</c> and <c>[a-z]</c> (POSIX.1-2017, 2.13 Pattern matching notation), as glob(3) finds them.</summary>
internal static class GlobFiles
{
    /// <summary>Whether the name holds a sign that stands for others.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny("*?[");

    /// <summary>The files that an absolute path stands for, in the order of their bytes; none is no error.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        IEnumerable<string> found = ["/"];
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = [.. found.SelectMany(directory => Below(directory, segment))];
        }

        return [.. found.Where(File.Exists).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a name fits a pattern of one segment.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Hidden files are found only by a pattern that names the dot.
        if (name.StartsWith('.') && !pattern.StartsWith('.'))
        {
            return false;
        }

        return MatchesFrom(pattern, name);
    }

    private static bool MatchesFrom(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Where the last star stood, and how much of the name it had taken: the one place worth going back to.
        var (star, taken) = (-1, 0);
        var (at, letter) = (0, 0);
        while (letter < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, taken) = (at++, letter);
            }
            else if (at < pattern.Length && MatchesOne(pattern[at..], name[letter], out var length))
            {
                at += length;
                letter++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                letter = ++taken;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char letter, out int length)
    {
        length = 1;
        var close = pattern[0] == '[' && pattern.Length > 2 ? pattern[2..].IndexOf(']') : -1;
        if (close < 0)
        {
            return pattern[0] == '?' || pattern[0] == letter;
        }

        var set = pattern[1..(close + 2)];
        length = close + 3;
        var negated = set[0] is '!' or '^';
        set = set[(negated ? 1 : 0)..];
        var isIn = false;
        for (var index = 0; index < set.Length; index++)
        {
            var isRange = index + 2 < set.Length && set[index + 1] == '-';
            isIn |= isRange ? letter >= set[index] && letter <= set[index + 2] : letter == set[index];
            index += isRange ? 2 : 0;
        }

        return isIn != negated;
    }

    private static IEnumerable<string> Below(string directory, string segment)
    {
        if (!IsPattern(segment))
        {
            return [Path.Combine(directory, segment)];
        }

        try
        {
            return Directory.Exists(directory)
                ? [.. Directory.EnumerateFileSystemEntries(directory).Where(entry => Matches(segment, Path.GetFileName(entry)))]
                : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
