using System.Reflection;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Proxy.Tests.Exchanges;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>Each row of the conformance table is shown on a socket, by a case or a test that begins with its id; there are no exceptions.</summary>
public partial class RowCoverageTests
{
    [Theory]
    [InlineData("RL", 20)]
    [InlineData("HO", 5)]
    [InlineData("FL", 13)]
    [InlineData("HH", 12)]
    [InlineData("MF", 22)]
    [InlineData("RF", 23)]
    [InlineData("EX", 5)]
    [InlineData("CN", 14)]
    [InlineData("ST", 4)]
    [InlineData("TO", 3)]
    public void EveryRow_IsShownOnASocket(string group, int count)
    {
        IEnumerable<string> cases = ExchangeCase.ReadAll().Keys.SelectMany(static name => Id().Matches(name)).Select(static match => match.Value);
        IEnumerable<string> tests = typeof(RowCoverageTests).Assembly.GetTypes()
            .Where(static type => type.Namespace == typeof(RowCoverageTests).Namespace)
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(static method => TestId().Matches(method.Name))
            .Select(static match => $"{match.Groups[1].Value}-{match.Groups[2].Value}");
        HashSet<string> ids = [.. cases, .. tests];

        Assert.All(Enumerable.Range(1, count), number => Assert.Contains($"{group}-{number:D2}", ids));
    }

    [GeneratedRegex("[A-Z]{2}-[0-9]{2}")]
    private static partial Regex Id();

    [GeneratedRegex("(?<=^|_)([A-Z]{2})([0-9]{2})(?=_)")]
    private static partial Regex TestId();
}
