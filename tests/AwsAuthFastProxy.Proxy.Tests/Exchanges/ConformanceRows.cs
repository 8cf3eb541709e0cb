using System.Reflection;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Proxy.Tests.Exchanges;

/// <summary>The rows of the conformance table, and which of them are shown: by an exchange case that names them, or by a test that begins with their id.</summary>
internal static partial class ConformanceRows
{
    /// <summary>The groups and how many rows each has.</summary>
    public static TheoryData<string, int> Groups => new()
    {
        { "RL", 20 },
        { "HO", 5 },
        { "FL", 13 },
        { "HH", 12 },
        { "MF", 22 },
        { "RF", 23 },
        { "EX", 5 },
        { "CN", 14 },
        { "ST", 4 },
        { "TO", 3 },
    };

    /// <summary>Each row of a group is among the cases or the tests of <paramref name="types"/>.</summary>
    public static void AssertShown(string group, int count, IEnumerable<Type> types)
    {
        IEnumerable<string> cases = ExchangeCase.ReadAll().Keys.SelectMany(static name => Id().Matches(name)).Select(static match => match.Value);
        IEnumerable<string> tests = types
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
