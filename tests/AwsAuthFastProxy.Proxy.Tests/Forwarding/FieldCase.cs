namespace AwsAuthFastProxy.Proxy.Tests.Forwarding;

/// <summary>A case of tests/cases/headers: lines by their first word.</summary>
internal sealed class FieldCase
{
    private readonly List<(string Word, string Text)> _lines = [];

    /// <summary>What stands behind a word, line by line.</summary>
    public IEnumerable<string> Of(string word) => _lines.Where(line => line.Word == word).Select(static line => line.Text);

    /// <summary>The fields behind one of some words, in the order of the file.</summary>
    public IEnumerable<(string Word, string Name, string Value)> Fields(params string[] words) => _lines
        .Where(line => words.Contains(line.Word))
        .Select(static line => (line.Word, Field: line.Text.Split(':', 2)))
        .Select(static line => (line.Word, line.Field[0], line.Field[1].StartsWith(' ') ? line.Field[1][1..] : line.Field[1]));

    public static Dictionary<string, FieldCase> ReadAll(string file)
    {
        var cases = new Dictionary<string, FieldCase>();
        var current = new FieldCase();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", "headers", file)).Where(static line => line.Length > 0 && line[0] != '#'))
        {
            string[] words = line.Split(' ', 2);
            if (words[0] == "case")
            {
                cases.Add(words[1], current = new FieldCase());
            }
            else
            {
                current._lines.Add((words[0], words[1]));
            }
        }

        return cases;
    }
}
