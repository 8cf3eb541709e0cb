using AwsAuthFastProxy.Proxy.Tests.Exchanges;

namespace AwsAuthFastProxy.Proxy.Tests;

/// <summary>Each row of the conformance table has a case or a test under its id.</summary>
public class ConformanceCoverageTests
{
    public static TheoryData<string, int> Groups => ConformanceRows.Groups;

    [Theory]
    [MemberData(nameof(Groups))]
    public void EveryRow_HasACaseOrATest(string group, int count) =>
        ConformanceRows.AssertShown(group, count, typeof(ConformanceCoverageTests).Assembly.GetTypes());
}
