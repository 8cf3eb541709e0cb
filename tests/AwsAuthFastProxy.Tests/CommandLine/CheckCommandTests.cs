using Xunit;

namespace AwsAuthFastProxy.Tests.CommandLine;

public sealed class CheckCommandTests
{
    private const string Valid =
        """
        { "listen": [ { "address": "127.0.0.1:8000" } ],
          "credentials": { "c": { "accessKey": "AKIDEXAMPLE", "secretKey": "${env:KEY}" } },
          "upstreams": { "photos": { "endpoint": "https://s3.eu-west-1.amazonaws.com", "bucket": "photos", "region": "eu-west-1", "credentials": "c" } },
          "routes": [ { "path": "/", "upstream": "photos", "methods": [ "GET", "PUT" ], "allow": [ "127.0.0.0/8" ] } ] }
        """;

    [Fact]
    public void ValidConfiguration_IsSummedUp()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", Valid);

        var run = CommandRun.With("", _ => "SECRET", "check", "-c", file);

        Assert.Equal(0, run.Status);
        Assert.Equal(
            $"""
            {file}: configuration is valid
            listen 127.0.0.1:8000
            upstream photos: https://s3.eu-west-1.amazonaws.com:443, bucket photos (virtual style), credentials c for eu-west-1/s3
            route */ to photos: GET PUT, signed (write), allows 127.0.0.0/8

            """,
            run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void InvalidConfiguration_GivesEveryErrorAndStatus2()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", Valid.Replace("127.0.0.1", "nowhere", StringComparison.Ordinal).Replace("\"GET\"", "\"GTE\"", StringComparison.Ordinal));

        var run = CommandRun.With("", _ => "SECRET", "check", "--config", file);

        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains($"{file}:1: \"address\" is \"nowhere:8000\": the host is no address", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:4: unknown method \"GTE\"; did you mean \"GET\"?", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    public void WritingRouteWithoutAnyCheck_IsRefused(string command)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", Valid.Replace(", \"allow\": [ \"127.0.0.0/8\" ]", "", StringComparison.Ordinal));

        var run = CommandRun.With("", _ => "SECRET", command, "-c", file);

        Assert.Equal(2, run.Status);
        Assert.StartsWith($"{file}:4: this route takes writing methods and nothing says who may use them", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"anonymousWrites\": true", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    [InlineData("explain", "/x")]
    public void MissingFile_IsNamedAndStatus2(params string[] arguments)
    {
        var run = CommandRun.Of([.. arguments, "-c", "no-such.json"]);

        Assert.Equal(2, run.Status);
        Assert.Contains("no-such.json: cannot read no-such.json: no such file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_AreInEveryCommandsErrorOutput()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", Valid.Replace("${env:KEY}", "SECRET", StringComparison.Ordinal));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains(": warning: ", CommandRun.With("", _ => "SECRET", "explain", "-c", file, "/x").Error, StringComparison.Ordinal);
    }
}
