using System.Globalization;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Proxy.Tests.Rewriting;

/// <summary>The table of tests/cases/variables/texts.txt: what a text becomes in each form.</summary>
internal static partial class TextCases
{
    public static IReadOnlyDictionary<string, string[]> All { get; } = Read();

    private static Dictionary<string, string[]> Read()
    {
        var cases = new Dictionary<string, string[]>();
        string[] current = [];
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", "variables", "texts.txt")))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            string value = Escape().Replace(words[1], static match => match.Value switch
            {
                @"\r" => "\r",
                @"\n" => "\n",
                _ => ((char)byte.Parse(match.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
            });
            switch (words[0])
            {
                case "text":
                    current = new string[4];
                    cases.Add(words[1], current);
                    break;
                case "=":
                    current.AsSpan().Fill(value);
                    break;
                default:
                    current.AsSpan(Array.IndexOf(["plain", "field", "target", "location"], words[0])).Fill(value);
                    break;
            }
        }

        return cases;
    }

    [GeneratedRegex(@"\\(?:[rn]|x[0-9a-f]{2})")]
    private static partial Regex Escape();
}
