using System.Text.Json;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;
using Xunit;

namespace AwsAuthFastProxy.Tests.Admin;

/// <summary>Dashboard, alert rules and the handbook name metrics that there are.</summary>
public sealed partial class DeployedFilesTests
{
    [Theory]
    [InlineData("deploy/grafana.json", 20)]
    [InlineData("deploy/alerts.yml", 15)]
    [InlineData("docs/operations.md", 15)]
    public async Task Metrics_AreThoseOfTheProcess(string name, int least)
    {
        string[] used = [.. Metric().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), name))).Select(static match => match.Value).Distinct()];

        HashSet<string> there = await NamesAsync();

        Assert.True(used.Length >= least, $"only {used.Length} metrics are named in {name}");
        Assert.Empty(used.Except(there));
    }

    [Fact]
    public async Task Dashboard_IsJsonWithQueriesOnly()
    {
        using JsonDocument dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), "deploy", "grafana.json")));

        foreach (JsonElement panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            Assert.All(panel.GetProperty("targets").EnumerateArray(), static target => Assert.Matches(Metric(), target.GetProperty("expr").GetString()));
        }
    }

    /// <summary>Every sample's name, from a process that has signed, failed and refused.</summary>
    private static async Task<HashSet<string>> NamesAsync()
    {
        var credentials = new DayKeyCredentials(
            "edge", "AKIDEXAMPLE", [new DayKey(CredentialScope.Create("20261122", "us-east-1", "s3"), Convert.ToBase64String(new byte[32]))], sessionToken: null);
        using var rig = new AdminRig(credentials);
        using var client = new HttpClient();
        var url = new Uri($"http://{rig.Server.EndPoints[0]}/x");
        (await client.GetAsync(url)).Dispose();
        (await client.PostAsync(url, new StringContent("x"))).Dispose();
        return [.. PrometheusGrammar.Read((await rig.GetAsync("/metrics")).Body).Keys.Select(static series => series.Split('{')[0])];
    }

    /// <summary>The folder of the solution.</summary>
    internal static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AwsAuthFastProxy.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return folder.FullName;
    }

    [GeneratedRegex(@"\b(aafp|process)_[a-z0-9_]+")]
    private static partial Regex Metric();
}
