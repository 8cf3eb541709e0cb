using AwsAuthFastProxy.Configuration;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration;

public sealed class ConfigLoaderTests
{
    private const string Valid =
        """
        { "listen": [ { "address": "127.0.0.1:0" } ],
          "credentials": { "c": { "accessKey": "AKIDEXAMPLE",
            "secretKey": "SECRET" } },
          "upstreams": { "o": { "endpoint": "http://o", "credentials": "c" } },
          "routes": [ { "path": "/", "upstream": "o" } ] }
        """;

    [Fact]
    public void MissingFile_IsNamed()
    {
        var result = ConfigLoader.Load("no/such/file.json", ConfigCases.Environment);

        var error = Assert.Single(result.Errors);
        Assert.Equal("no/such/file.json: cannot read no/such/file.json: no such file; name the configuration file with -c FILE", error.ToString());
    }

    [Fact]
    public void Directory_IsNoConfiguration()
    {
        using var directory = new TemporaryDirectory();

        var error = Assert.Single(ConfigLoader.Load(directory.Path, ConfigCases.Environment).Errors);
        Assert.Contains("it is a directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndlessFile_IsRefused()
    {
        var error = Assert.Single(ConfigLoader.Load("/dev/zero", ConfigCases.Environment).Errors);
        Assert.Contains("longer than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ByteOrderMark_IsSkipped()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", "\uFEFF" + Valid);

        Assert.NotNull(ConfigLoader.Load(file, ConfigCases.Environment).Model);
    }

    [Fact]
    public void CarriageReturns_CountNoLines()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", Valid.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("routes", "rutes", StringComparison.Ordinal));

        var errors = ConfigLoader.Load(file, ConfigCases.Environment).Errors;
        Assert.Contains(errors, error => error.Position.Line == 5 && error.Message.Contains("\"rutes\"", StringComparison.Ordinal));
    }

    [Fact]
    public void LiteralSecretInFileForAll_IsWarnedOf()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", Valid);
        Assert.Empty(ConfigLoader.Load(file, ConfigCases.Environment).Warnings);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var warning = Assert.Single(ConfigLoader.Load(file, ConfigCases.Environment).Warnings);
        Assert.Equal(3, warning.Position.Line);
        Assert.StartsWith("a secret stands here and every user of this machine may read the file", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReferenceInFileForAll_IsNotWarnedOf()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("proxy.json", Valid.Replace("\"SECRET\"", "\"${env:AWS_SECRET_ACCESS_KEY}\"", StringComparison.Ordinal));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Empty(ConfigLoader.Load(file, ConfigCases.Environment).Warnings);
    }

    [Fact]
    public void RelativeFile_IsBesideTheConfiguration()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("port", "8001\r\n");
        var file = directory.Write("proxy.json", Valid.Replace("127.0.0.1:0", "127.0.0.1:${file:port}", StringComparison.Ordinal));

        var model = ConfigLoader.Load(file, ConfigCases.Environment).Model;
        Assert.Equal(8001, Assert.Single(model!.Listeners).EndPoint.Port);
    }
}
