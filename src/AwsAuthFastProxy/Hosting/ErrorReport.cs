using AwsAuthFastProxy.Proxy.Diagnosis;

namespace AwsAuthFastProxy.Hosting;

/// <summary>A saved error beside the proxy's own view as lines for a person.</summary>
internal static class ErrorReport
{
    // Wider lines of the server's push ours onto a line of their own.
    private const int MaxColumn = 72;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(SavedError error, ErrorComparison comparison)
    {
        yield return "";
        yield return $"the server said {error.Code}: {error.Message}";
        yield return $"first difference: {comparison.Difference}";
        foreach (string line in Table("canonical request", comparison.TheirRequest, comparison.OurRequest)
            .Concat(Table("string to sign", comparison.TheirString, comparison.OurString)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Table(string title, string? theirs, string ours)
    {
        if (theirs is null)
        {
            yield break;
        }

        string[] left = [.. theirs.Split('\n').Select(Visible)];
        string[] right = [.. ours.Split('\n').Select(Visible)];
        int width = Math.Min(MaxColumn, left.Max(static line => line.Length));
        yield return "";
        yield return $"{title}: the server's, and the proxy's";
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            string their = i < left.Length ? left[i] : "";
            string our = i < right.Length ? right[i] : "";
            string mark = i < left.Length && i < right.Length && their == our ? " " : "!";
            if (their.Length > width)
            {
                yield return $"  {mark} {their}";
                their = "";
            }

            yield return $"  {mark} {their.PadRight(width)} | {our}".TrimEnd();
        }
    }

    private static string Visible(string line) => new([.. line.Select(static letter => char.IsControl(letter) ? '?' : letter)]);
}
