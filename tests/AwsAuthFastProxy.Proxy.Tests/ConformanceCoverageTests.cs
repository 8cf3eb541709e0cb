using System.Reflection;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Proxy.Tests.Exchanges;

namespace AwsAuthFastProxy.Proxy.Tests;

/// <summary>Each row of the conformance table has a case or a test under its id.</summary>
public partial class ConformanceCoverageTests
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
    public void EveryRow_HasACaseOrATest(string group, int count)
    {
        IEnumerable<string> cases = ExchangeCase.ReadAll().Keys.SelectMany(static name => Id().Matches(name)).Select(static match => match.Value);
        IEnumerable<string> tests = typeof(ConformanceCoverageTests).Assembly.GetTypes()
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
