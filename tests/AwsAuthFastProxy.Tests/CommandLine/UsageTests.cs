using Xunit;

namespace AwsAuthFastProxy.Tests.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData()]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("explain")]
    [InlineData("signing-key")]
    [InlineData("import")]
    [InlineData("demo")]
    public void Help_IsEverywhere(params string[] command)
    {
        foreach (var option in (string[])["-h", "--help"])
        {
            var run = CommandRun.Of([.. command, option]);

            Assert.Equal(0, run.Status);
            Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
            Assert.Empty(run.Error);
        }
    }

    [Fact]
    public void HelpWithoutCommand_NamesEveryCommand()
    {
        var output = CommandRun.Of("--help").Output;

        Assert.All((string[])["run", "check", "explain", "signing-key", "import", "demo"], name => Assert.Contains($"\n  {name} ", output, StringComparison.Ordinal));
    }

    [Fact]
    public void Version_IsThatOfTheAssembly()
    {
        var run = CommandRun.Of("--version");

        Assert.Equal(0, run.Status);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Output);
    }

    [Theory]
    [InlineData("'bogus'", "bogus")]
    [InlineData("'--bogus'", "run", "--bogus")]
    [InlineData("--workers is a whole number from 1 to 1024", "run", "--workers", "0")]
    [InlineData("--workers is a whole number from 1 to 1024", "run", "--workers", "two")]
    [InlineData("--transport is one of auto, epoll, managed", "run", "--transport", "uring")]
    [InlineData("--port is a whole number from 0 to 65535", "demo", "--port", "65536")]
    [InlineData("URL", "explain")]
    [InlineData("--header is 'Name: value'", "explain", "-H", "x", "/")]
    [InlineData("Required argument missing", "check", "-c")]
    [InlineData("options go after the command", "-c", "x.json", "check")]
    [InlineData("import: cannot read no-such.conf: no such file", "import", "no-such.conf")]
    public void BadUsage_IsStatus2(string explanation, params string[] arguments)
    {
        var run = CommandRun.Of(arguments);

        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains(explanation, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void NoCommand_RunsWithItsOptions()
    {
        var run = CommandRun.Of("-c", "no-such.json", "--workers", "2", "--transport", "managed");

        Assert.Equal(2, run.Status);
        Assert.Contains("no-such.json: cannot read", run.Error, StringComparison.Ordinal);
    }
}
