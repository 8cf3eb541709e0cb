using System.Globalization;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>Metrics, alert rules and units by the judgement of the programs that read them.</summary>
public sealed partial class DeploymentTests
{
    [SkippableFact]
    public async Task Metrics_PassPromtool()
    {
        Require("promtool");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("deployment-");
        using var proxy = new ProxyProcess(
            folder.FullName,
            """
            { "listen": [ { "address": "127.0.0.1:0" } ], "admin": { "address": "127.0.0.1:0" },
              "credentials": { "c": { "accessKey": "AKIDEXAMPLE", "secretKey": "example" } },
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:1", "bucket": "b", "style": "path", "credentials": "c" } },
              "routes": [ { "path": "/", "upstream": "store" } ] }
            """);
        using var client = new HttpClient();
        (await client.GetAsync(new Uri($"http://127.0.0.1:{proxy.Port}/key"))).Dispose();
        int admin = int.Parse(AdminPort().Match(proxy.Log).Groups[1].Value, CultureInfo.InvariantCulture);
        string file = Path.Combine(folder.FullName, "metrics");
        await File.WriteAllTextAsync(file, await client.GetStringAsync(new Uri($"http://127.0.0.1:{admin}/metrics")));

        Command check = Command.Run("sh", ["-c", "promtool check metrics < \"$0\"", file]);

        Assert.Equal((0, ""), (check.Status, check.Error + check.Text));
        Assert.Equal(0, proxy.Stop());
        folder.Delete(recursive: true);
    }

    [SkippableFact]
    public void AlertRules_PassPromtool()
    {
        Require("promtool");

        Command check = Command.Run("promtool", ["check", "rules", Path.Combine(Repository.Root, "deploy", "alerts.yml")]);

        Assert.True(check.Status == 0, check.Text + check.Error);
    }

    [SkippableFact]
    public void Units_PassSystemd()
    {
        Require("systemd-analyze");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("deployment-");

        // The executable is not installed here, which is all that may be said against the units.
        foreach (string name in (string[])["aws-auth-fast-proxy.service", "aws-auth-fast-proxy.socket"])
        {
            string text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", name));
            File.WriteAllText(Path.Combine(folder.FullName, name), text.Replace("/usr/bin/aws-auth-fast-proxy", "/bin/true", StringComparison.Ordinal));
        }

        string service = Path.Combine(folder.FullName, "aws-auth-fast-proxy.service");
        Command verify = Command.Run("systemd-analyze", ["verify", "--man=no", service, Path.Combine(folder.FullName, "aws-auth-fast-proxy.socket")]);
        Assert.DoesNotContain(verify.Error.Split('\n'), static line => line.Contains("aws-auth-fast-proxy", StringComparison.Ordinal));
        Command security = Command.Run("systemd-analyze", ["security", "--offline=true", "--threshold=25", service]);
        Assert.True(security.Status == 0, security.Text + security.Error);
        folder.Delete(recursive: true);
    }

    private static void Require(string program)
    {
        bool there = Command.Run("sh", ["-c", "command -v \"$0\"", program]).Status == 0;
        string reason = $"There is no {program}: apt-get install prometheus systemd";
        if (!there && Environment.GetEnvironmentVariable("AAFP_REQUIRE_SERVERS") == "1")
        {
            Assert.Fail(reason);
        }

        Skip.IfNot(there, reason);
    }

    [GeneratedRegex(@"Admin listening on 127\.0\.0\.1:(\d+)\.")]
    private static partial Regex AdminPort();
}
