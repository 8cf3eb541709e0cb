using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Hostile.Tests;

/// <summary>What docs/threat-model.md says is shown by a test is shown by a test that exists.</summary>
public partial class ThreatModelTests
{
    private static readonly string s_root = Root();

    private static readonly Lazy<Dictionary<string, string>> s_sources = new(() => Directory
        .EnumerateFiles(Path.Combine(s_root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
        .GroupBy(static file => Path.GetFileNameWithoutExtension(file))
        .ToDictionary(static files => files.Key, static files => string.Concat(files.Select(File.ReadAllText))));

    public static TheoryData<string> Names => [.. Rows().SelectMany(static row => Quoted().Matches(row[^1])).Select(static match => match.Groups[1].Value).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void TestOfTheThreatModel_Exists(string name)
    {
        if (RowId().IsMatch(name))
        {
            string cases = string.Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases", "proxy"), "*.txt").Select(File.ReadAllText));
            string id = name.Replace("-", "", StringComparison.Ordinal);
            Assert.True(
                Regex.IsMatch(cases, $"^case .*{name}", RegexOptions.Multiline) || s_sources.Value.Values.Any(source => source.Contains($"{id}_", StringComparison.Ordinal)),
                $"no case and no test of {name}");
            return;
        }

        string[] parts = name.Split('.');
        Assert.True(s_sources.Value.TryGetValue(parts[0], out string? text), $"no test class {parts[0]}");
        Assert.True(parts.Length == 1 || text.Contains($" {parts[1]}(", StringComparison.Ordinal), $"no test {name}");
    }

    [Fact]
    public void EveryAttack_HasATest()
    {
        string[][] attacks = [.. Rows().Where(static row => row.Length == 4 && row[0] != "attack")];
        Assert.True(attacks.Length > 30, "the tables are read");
        Assert.All(attacks, static row => Assert.Matches(Quoted(), row[^1]));
    }

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(s_root, "docs", "threat-model.md"))
        .Where(static line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal))
        .Select(static line => line.Trim()[1..^1].Split('|', StringSplitOptions.TrimEntries));

    internal static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AwsAuthFastProxy.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not lie in the repository");
    }

    [GeneratedRegex("`([A-Za-z0-9_.-]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\A[A-Z]{2}-[0-9]{2}\z")]
    private static partial Regex RowId();
}
