using System.Globalization;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Admin;
using AwsAuthFastProxy.Proxy.Answers;

namespace AwsAuthFastProxy.Hostile.Tests;

/// <summary>docs/operations.md has a line for each reason that the proxy gives, with the right status, and for no other.</summary>
public sealed partial class RunbookTests
{
    [Fact]
    public void EveryAnswer_HasItsLineAndStatus()
    {
        var expected = ErrorAnswers.All.Where(static answer => answer.Name != "none").ToDictionary(static answer => answer.Name, static answer => answer.Status);

        var written = Rows()
            .Where(static row => row.Length > 1 && Status().IsMatch(row[1]))
            .SelectMany(static row => Name().Matches(row[0]).Select(name => (Name: name.Groups[1].Value, Status: int.Parse(row[1], CultureInfo.InvariantCulture))))
            .ToDictionary(static line => line.Name, static line => line.Status);

        Assert.Equal(expected.OrderBy(static pair => pair.Key, StringComparer.Ordinal), written.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void EveryReasonOfReadiness_HasItsLine()
    {
        string[] expected = [Readiness.Draining, Readiness.NoListener, Readiness.NoKey, Readiness.KeyExpires];

        IEnumerable<string> written = Rows().SkipWhile(static row => row[0] != "reason").Skip(1).TakeWhile(static row => row[0] != "reason")
            .Select(static row => Name().Match(row[0]).Groups[1].Value);

        Assert.Equal(expected.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(ThreatModelTests.Root(), "docs", "operations.md"))
        .Where(static line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal))
        .Select(static line => line.Trim()[1..^1].Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex("`([a-z0-9-]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("^[1-5][0-9][0-9]$")]
    private static partial Regex Status();
}
