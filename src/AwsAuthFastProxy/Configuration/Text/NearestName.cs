namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>Guesses what was meant by a misspelt name.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>
    /// "; did you mean "x"?" with the nearest candidate, or else a list of all of them after <paramref name="otherwise"/>;
    /// empty without candidates.
    /// </summary>
    public static string Suggest(string name, IReadOnlyCollection<string> candidates, string otherwise)
    {
        var best = Find(name, candidates);
        if (best is not null)
        {
            return $"; did you mean {Quote.Text(best)}?";
        }

        return candidates.Count == 0 ? "" : $"; {otherwise}: {string.Join(", ", candidates)}";
    }

    /// <summary>The nearest candidate; null when none is near.</summary>
    public static string? Find(string name, IReadOnlyCollection<string> candidates)
    {
        string? best = null;

        // Nearly every name of one or two letters is one edit away from every other.
        var bestDistance = name.Length < 3 ? 1 : Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate);
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    // Edits between two names, where two letters changed over count once and case counts nothing.
    private static int Distance(string left, string right)
    {
        if (left.Length > MaxLength || right.Length > MaxLength)
        {
            return int.MaxValue;
        }

        Span<int> before = stackalloc int[MaxLength + 1];
        Span<int> previous = stackalloc int[MaxLength + 1];
        Span<int> current = stackalloc int[MaxLength + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            previous[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var same = Same(left[row - 1], right[column - 1]);
                var edits = Math.Min(previous[column - 1] + (same ? 0 : 1), Math.Min(previous[column], current[column - 1]) + 1);
                if (row > 1 && column > 1 && Same(left[row - 1], right[column - 2]) && Same(left[row - 2], right[column - 1]))
                {
                    edits = Math.Min(edits, before[column - 2] + 1);
                }

                current[column] = edits;
            }

            var free = before;
            before = previous;
            previous = current;
            current = free;
        }

        return previous[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
