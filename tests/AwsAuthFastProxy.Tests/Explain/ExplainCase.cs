using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Tests.Explain;

/// <summary>A file under tests/cases/explain: the command line, its exit status, and all that it writes.</summary>
internal sealed record ExplainCase(IReadOnlyList<string> Arguments, int Status, string Output)
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "cases", "explain");

    public static string Config { get; } = Path.Combine(Directory, "proxy.json");

    public static IEnumerable<string> Names() =>
        System.IO.Directory.EnumerateFiles(Directory, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static ExplainCase Read(string name)
    {
        var lines = File.ReadAllText(Path.Combine(Directory, $"{name}.txt")).Split('\n', 3);
        return new ExplainCase(
            Split(lines[0]["$ explain ".Length..]),
            int.Parse(lines[1]["exit ".Length..], CultureInfo.InvariantCulture),
            lines[2]);
    }

    /// <summary>Words as a shell takes them: separated by spaces, except inside quotes.</summary>
    private static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        foreach (var letter in line + " ")
        {
            if (quote == '\0' && letter == ' ')
            {
                words.Add(word.ToString());
                word.Clear();
            }
            else if (letter == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && letter is '\'' or '"')
            {
                quote = letter;
            }
            else
            {
                word.Append(letter);
            }
        }

        return words;
    }
}
