using System.Text;
using Xunit;

namespace AwsAuthFastProxy.Tests.CommandLine;

public sealed class SigningKeyCommandTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Key = "L4vRLWAO92X5L3Sqk5QydUSdB0nC9+1wfqLMOKLbRp4=";

    // Made with the nginx module's script.
    [Theory]
    [InlineData(Secret, "us-east-1", "s3", Key)]
    [InlineData(Secret, "us-east-1", "es", "MCQ97lkJ82wTv8O/1uCrMDYTzxwZk/8Dya3yvp9Kov8=")]
    [InlineData(Secret, "eu-west-1", "s3", "+dJrhpFtbS9BK6JbFErR1WqzX040SbBxiRUzPWvGgEc=")]
    [InlineData("é", "us-east-1", "s3", "6/vwp/60k2mE/A0hPONQKkRSmqCF7IkpSIR3fVmzaZA=")]
    public void KnownSecret_GivesTwoKnownLines(string secret, string region, string service, string key)
    {
        var run = CommandRun.Of("signing-key", "-k", secret, "-r", region, "-s", service, "-d", "20160902");

        Assert.Equal((0, $"{key}\n20160902/{region}/{service}/aws4_request\n", ""), (run.Status, run.Output, run.Error));
    }

    [Fact]
    public void LongOptions_MeanTheSame()
    {
        var run = CommandRun.Of("signing-key", $"--secret-key={Secret}", "--region", "us-east-1", "--service", "s3", "--date", "20160902");

        Assert.Equal($"{Key}\n20160902/us-east-1/s3/aws4_request\n", run.Output);
    }

    [Fact]
    public void SecretOfTheEnvironment_IsTakenWithoutOption()
    {
        var run = CommandRun.With("", name => name == "AWS_SECRET_ACCESS_KEY" ? Secret : null, "signing-key", "-r", "us-east-1", "-d", "20160902");

        Assert.Equal($"{Key}\n20160902/us-east-1/s3/aws4_request\n", run.Output);
    }

    [Fact]
    public void SecretOfStandardInput_IsItsFirstLine()
    {
        var run = CommandRun.With($"{Secret}\nmore", _ => null, "signing-key", "-k", "-", "-r", "us-east-1", "-d", "20160902");

        Assert.Equal($"{Key}\n20160902/us-east-1/s3/aws4_request\n", run.Output);
    }

    [Fact]
    public void SecretThatLooksLikeAnOptionOrAFile_IsTakenAsItIs()
    {
        Assert.Equal(0, CommandRun.Of("signing-key", "-k=-abc", "-r", "us-east-1").Status);
        Assert.Equal(0, CommandRun.Of("signing-key", "-k", "@abc", "-r", "us-east-1").Status);
    }

    [Fact]
    public void VerboseWithoutDateAndService_SaysWhatWasChosen()
    {
        var run = CommandRun.Of("signing-key", "-v", "-k", Secret, "-r", "us-east-1");

        Assert.Equal("The auto-selected date is 20261122\nThe auto-selected service is s3\n", run.Error);
        Assert.EndsWith("\n20261122/us-east-1/s3/aws4_request\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(CommandRun.Of("signing-key", "-v", "-k", Secret, "-r", "us-east-1", "-s", "s3", "-d", "20160902").Error);
    }

    [Fact]
    public void NoBase64_WritesTheBytes()
    {
        var run = CommandRun.Of("signing-key", "--no-base64", "-k", Secret, "-r", "us-east-1", "-d", "20160902");

        Assert.Equal([.. Convert.FromBase64String(Key), .. Encoding.ASCII.GetBytes("\n20160902/us-east-1/s3/aws4_request\n")], run.RawOutput);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("there is no secret", "-r", "us-east-1")]
    [InlineData("there is no secret", "-k", "", "-r", "us-east-1")]
    [InlineData("there is no secret", "-k", "-", "-r", "us-east-1")]
    [InlineData("'--region' is required", "-k", Secret)]
    [InlineData("YYYYMMDD", "-k", Secret, "-r", "us-east-1", "-d", "20261301")]
    [InlineData("YYYYMMDD", "-k", Secret, "-r", "us-east-1", "-d", "nonsense")]
    [InlineData("region", "-k", Secret, "-r", "")]
    [InlineData("region", "-k", Secret, "-r", "us/east")]
    [InlineData("service", "-k", Secret, "-r", "us-east-1", "-s", "")]
    [InlineData("--days and --out go together", "-k", Secret, "-r", "us-east-1", "--days", "2")]
    [InlineData("--days and --out go together", "-k", Secret, "-r", "us-east-1", "--out", "d")]
    [InlineData("--days is a whole number", "-k", Secret, "-r", "us-east-1", "--out", "d", "--days", "0")]
    [InlineData("leave --no-base64 out", "-k", Secret, "-r", "us-east-1", "--out", "d", "--days", "2", "--no-base64")]
    [InlineData("beyond the calendar", "-k", Secret, "-r", "us-east-1", "--out", "d", "--days", "2", "-d", "99991231")]
    [InlineData("an argument that signing-key does not know", "--secrt-key", Secret, "-r", "us-east-1")]
    [InlineData("an argument that signing-key does not know", "-k", "x", Secret, "-r", "us-east-1")]
    [InlineData("single argument", "-k", "x", "-k", Secret, "-r", "us-east-1")]
    public void BadUsage_IsExplainedWithoutTheSecret(string explanation, params string[] arguments)
    {
        var run = CommandRun.Of(["signing-key", .. arguments]);

        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains(explanation, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_WritesOneFileEachForItsOwnerOnly()
    {
        using var directory = new TemporaryDirectory();
        var target = directory.File("keys.d");

        var run = CommandRun.Of("signing-key", "-k", Secret, "-r", "us-east-1", "-d", "20161230", "--days", "3", "--out", target);

        string[] names = ["20161230-us-east-1-s3.key", "20161231-us-east-1-s3.key", "20170101-us-east-1-s3.key"];
        Assert.Equal(0, run.Status);
        Assert.Equal(names.Select(name => Path.Combine(target, name)), run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(names, Directory.GetFileSystemEntries(target).Select(Path.GetFileName).Order());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(target));
        foreach (var name in names)
        {
            var file = Path.Combine(target, name);
            var alone = CommandRun.Of("signing-key", "-k", Secret, "-r", "us-east-1", "-d", name[..8]);
            Assert.Equal(alone.Output, File.ReadAllText(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void DaysOverOlderFiles_ReplacesThem()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("20160902-us-east-1-s3.key", "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        CommandRun.Of("signing-key", "-k", Secret, "-r", "us-east-1", "-d", "20160902", "--days", "1", "--out", directory.Path);

        Assert.Equal($"{Key}\n20160902/us-east-1/s3/aws4_request\n", File.ReadAllText(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void DaysIntoAFile_Fails()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("file", "");

        var run = CommandRun.Of("signing-key", "-k", Secret, "-r", "us-east-1", "--days", "1", "--out", file);

        Assert.Equal(1, run.Status);
        Assert.Contains("cannot write to", run.Error, StringComparison.Ordinal);
    }
}
