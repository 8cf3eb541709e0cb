using System.Diagnostics;
using AwsAuthFastProxy.Nginx.Tests.Cases;
using AwsAuthFastProxy.Nginx.Tests.Comparison;
using AwsAuthFastProxy.Nginx.Tests.Servers;

namespace AwsAuthFastProxy.Nginx.Tests;

/// <summary>What <c>docs/migrating.md</c> promises.</summary>
public sealed class MigrationGuideTests
{
    private static readonly string[] s_directives = ["aws_access_key", "aws_key_scope", "aws_signing_key", "aws_s3_bucket", "aws_endpoint", "aws_sign"];

    [Fact]
    public void EveryListedDifference_IsExplained()
    {
        string guide = Guide();

        IEnumerable<string> missing = new DifferenceRules().All.Select(static rule => rule.Name).Distinct().Where(name => !guide.Contains($"| `{name}` |", StringComparison.Ordinal));

        Assert.Equal("", string.Join(' ', missing));
    }

    [Fact]
    public void EveryExplainedDifference_IsListed()
    {
        string section = Guide().Split("## Differences that are meant")[1].Split("\n## ")[0];
        HashSet<string> listed = [.. new DifferenceRules().All.Select(static rule => rule.Name)];

        IEnumerable<string> explained = section.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1]);

        Assert.Equal("", string.Join(' ', explained.Where(name => !listed.Contains(name))));
    }

    [Fact]
    public void EveryDirectiveOfTheModule_IsThere() =>
        Assert.DoesNotContain(s_directives, name => !Guide().Contains($"| `{name}` |", StringComparison.Ordinal));

    [SkippableFact]
    public void CompareScript_SameAnswers_SaysSo()
    {
        ServerProcess.RequireNginx();
        using var pair = new ServerPair(DifferentialCase.All["01-three-lines"]);

        (int status, string said) = Compare(pair, "/a.txt\n/dir/b.png?x=1\n/status-404\n/cached.txt\n\n/[1]\n");

        Assert.Equal((0, "5 asked, 0 differ\n"), (status, said));
    }

    [SkippableFact]
    public void CompareScript_OtherAnswers_NamesThem()
    {
        ServerProcess.RequireNginx();
        using var pair = new ServerPair(DifferentialCase.All["01-three-lines"]);

        (int status, string said) = Compare(pair, "/a.txt\n/x/../b.txt\n", "-I");

        Assert.Equal(1, status);
        Assert.StartsWith("/x/../b.txt: < ", said, StringComparison.Ordinal);
        Assert.Contains("< status 200", said, StringComparison.Ordinal);
        Assert.Contains("> status 400", said, StringComparison.Ordinal);
        Assert.EndsWith("2 asked, 1 differ\n", said, StringComparison.Ordinal);
    }

    private static string Guide() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "migrating.md"));

    private static (int Status, string Said) Compare(ServerPair pair, string paths, params string[] options)
    {
        string script = Path.Combine(Repository.Root, "deploy", "compare.sh");
        using Process process = Process.Start(new ProcessStartInfo("bash", [script, .. pair.Urls, .. options]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write(paths);
        process.StandardInput.Close();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
