using AwsAuthFastProxy.Proxy.Tests.Exchanges;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>Each row of the conformance table is shown on a socket, by a case or a test that begins with its id; there are no exceptions.</summary>
public class RowCoverageTests
{
    public static TheoryData<string, int> Groups => ConformanceRows.Groups;

    [Theory]
    [MemberData(nameof(Groups))]
    public void EveryRow_IsShownOnASocket(string group, int count) => ConformanceRows.AssertShown(
        group, count, typeof(RowCoverageTests).Assembly.GetTypes().Where(static type => type.Namespace == typeof(RowCoverageTests).Namespace));
}
