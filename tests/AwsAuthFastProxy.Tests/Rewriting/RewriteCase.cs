using System.Text.RegularExpressions;
using Xunit;

namespace AwsAuthFastProxy.Tests.Rewriting;

/// <summary>A line of a table under tests/cases/rewriting.</summary>
/// <param name="Head">The request's head.</param>
/// <param name="Outcome">What becomes of it.</param>
internal sealed partial record RewriteCase(string Head, string Outcome)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "cases", "rewriting");

    /// <summary>The lines of a table; each is also the name of its case.</summary>
    public static IEnumerable<string> Lines(string table) =>
        File.ReadLines(Path.Combine(Folder, $"{table}.txt")).Where(static line => line.Length > 0 && line[0] != '#');

    public static RewriteCase Parse(string line)
    {
        string[] sides = line.Split(" => ", 2);
        Match request = Request().Match(sides[0]);
        Assert.True(request.Success, line);
        string method = request.Groups["method"].Success ? request.Groups["method"].Value : "GET";
        string field = request.Groups["field"].Success ? $"{request.Groups["field"].Value}\r\n" : "";
        string length = method == "PUT" ? "Content-Length: 0\r\n" : "";
        return new RewriteCase(
            $"{method} {request.Groups["target"].Value} HTTP/1.1\r\nHost: {request.Groups["host"].Value}\r\n{field}{length}\r\n",
            Octet().Replace(sides[1], static match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString()));
    }

    [GeneratedRegex(@"^(?:(?<method>[A-Z]{3,}) )?(?<host>\S+) (?<target>/\S*(?: \w+)?)(?: (?<field>[\w-]+:\S+))?$")]
    private static partial Regex Request();

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex Octet();
}
