using AwsAuthFastProxy.Nginx.Tests.Cases;
using AwsAuthFastProxy.Nginx.Tests.Comparison;

namespace AwsAuthFastProxy.Nginx.Tests;

/// <summary>
/// Debian's nginx and the proxy, started from the same file, are given the same thousand requests: they agree, or the difference stands in
/// <c>tests/cases/nginx/differences.json</c> with its reason.
/// </summary>
public sealed class DifferentialTests(DifferentialRuns runs) : IClassFixture<DifferentialRuns>
{
    public static TheoryData<string> Names => [.. DifferentialCase.All.Keys.Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void SameFile_SameAnswers(string name)
    {
        Servers.ServerProcess.RequireNginx();

        string report = DifferenceReport.Of(runs.Unlisted(name));

        Assert.True(report.Length == 0, report);
    }

    [SkippableFact]
    public void EveryListedDifference_Occurs()
    {
        Servers.ServerProcess.RequireNginx();
        foreach (string name in DifferentialCase.All.Keys)
        {
            runs.Unlisted(name);
        }

        Assert.Equal("", string.Join('\n', runs.Rules.All.Where(static rule => rule.Uses == 0).Select(static rule => rule.Name)));
    }
}
