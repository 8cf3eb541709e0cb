using AwsAuthFastProxy.CommandLine;
using Xunit;

namespace AwsAuthFastProxy.Tests.CommandLine;

public sealed class ImportCommandTests : IDisposable
{
    private const string Key = "L4vRLWAO92X5L3Sqk5QydUSdB0nC9+1wfqLMOKLbRp4=";

    private const string Signed =
        $$"""
        server {
          listen 127.0.0.1:8000;
          location / {
            aws_sign; aws_access_key AKIDEXAMPLE; aws_key_scope DAY/us-east-1/s3/aws4_request; aws_signing_key {{Key}}; aws_s3_bucket photos;
            proxy_pass http://photos.s3.amazonaws.com;
          }
        }
        """;

    private static readonly string s_today = Signed.Replace("DAY", "20261122", StringComparison.Ordinal);

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void File_IsForItsOwnerOnly()
    {
        var target = _directory.File("proxy.json");

        Run(s_today, "-o", target);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        Assert.Contains(Key, File.ReadAllText(target), StringComparison.Ordinal);
        Assert.Equal(["nginx.conf", "proxy.json"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void FileThatIsThere_IsReplacedByForceOnly()
    {
        var target = _directory.Write("proxy.json", "mine");

        var refused = Run(s_today, "-o", target);

        Assert.Equal(ExitStatus.BadUsage, refused.Status);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(target));

        Run(s_today, "-o", target, "--force");

        Assert.StartsWith("{", File.ReadAllText(target), StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatIsNot_IsAFailure()
    {
        var run = Run(s_today, "-o", _directory.File("none/proxy.json"));

        Assert.Equal(ExitStatus.Failed, run.Status);
        Assert.Contains("cannot write", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_LeaveNothingWritten()
    {
        var target = _directory.File("proxy.json");

        var run = Run("server { location / { if ($a) { } proxy_pas http://h; } }", "-o", target);

        Assert.Equal(ExitStatus.BadUsage, run.Status);
        Assert.False(File.Exists(target));
        Assert.Contains("\"if\" is not supported", run.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean \"proxy_pass\"", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("has 2 errors\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyOfAnotherDay_IsTranslatedAndToBeMended()
    {
        var run = Run(Signed.Replace("DAY", "20261121", StringComparison.Ordinal));

        Assert.Equal(ExitStatus.BadUsage, run.Status);
        Assert.Contains("\"keyScope\": \"20261121/us-east-1/s3/aws4_request\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("this key is for 20261121 and today is 20261122", run.Error, StringComparison.Ordinal);
        Assert.Contains("it was written all the same", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_ShowsNoKey()
    {
        var run = Run(s_today);

        Assert.Contains("nginx.conf:1: changed: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("nginx.conf:1: note: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private CommandRun Run(string text, params string[] options) =>
        CommandRun.Of(["import", _directory.Write("nginx.conf", text), .. options]);
}
