using AwsAuthFastProxy.Nginx.Tests.Cases;
using AwsAuthFastProxy.Nginx.Tests.Comparison;
using AwsAuthFastProxy.Nginx.Tests.Requests;

namespace AwsAuthFastProxy.Nginx.Tests;

/// <summary>The comparison itself: nginx does not differ from nginx.</summary>
public sealed class HarnessTests
{
    public static TheoryData<string> Names => [.. DifferentialCase.All.Keys.Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void NginxAgainstItself_NoDifference(string name)
    {
        Servers.ServerProcess.RequireNginx();
        DifferentialCase files = DifferentialCase.All[name];
        using var pair = new ServerPair(files, againstItself: true);

        IReadOnlyList<IReadOnlyList<Difference>> differences = pair.Compare([.. new RequestGenerator(files, seed: 2).Next(250)]);

        string report = DifferenceReport.Of([.. differences.SelectMany(static d => d)]);
        Assert.True(report.Length == 0, report);
    }
}
