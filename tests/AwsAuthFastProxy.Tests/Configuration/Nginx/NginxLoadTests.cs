using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx;
using AwsAuthFastProxy.Tests.CommandLine;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration.Nginx;

/// <summary>One model, two notations: what import writes means what the nginx file means.</summary>
public sealed class NginxLoadTests
{
    public static TheoryData<string> ValidNames => [.. NginxCases.Names("valid")];

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void ImportedFile_IsTheSameModel(string name)
    {
        using var directory = new TemporaryDirectory();
        var file = NginxCases.File("valid", $"{name}.conf");
        var (root, included) = NginxConfigReader.Read(file, File.ReadAllBytes(file), null, new Diagnostics());
        var imported = directory.Write("proxy.json", JsonTreeWriter.WriteText(root!));

        var direct = ConfigLoader.Load(file, ConfigCases.Environment);
        var loaded = ConfigLoader.Load(imported, ConfigCases.Environment);

        Assert.Empty(direct.Errors);
        Assert.Empty(loaded.Errors);
        Assert.Equal(direct.Model!.Written, loaded.Model!.Written);
        Assert.Equal(ModelSummary.Lines(direct.Model), ModelSummary.Lines(loaded.Model));
        Assert.All(included, path => Assert.Contains(path, direct.Model.Files));
    }

    [Fact]
    public void Check_TellsChangesAndNotes_ExplainNeither()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("nginx.conf", "user nobody;\nhttp {\n  gzip on;\n  server { listen 127.0.0.1:8000; location / { return 204; } } }");

        var check = CommandRun.Of("check", "-c", file);
        var explain = CommandRun.Of("explain", "-c", file, "-H", "Host: a", "/");

        Assert.Equal(0, check.Status);
        Assert.Contains($"{file}:3: changed: \"gzip\": ", check.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:1: note: \"user\" means nothing here: ", check.Error, StringComparison.Ordinal);
        Assert.Equal("", explain.Error);
    }

    [Fact]
    public void Errors_AreToldAlone()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("nginx.conf", "user nobody; http { gzip on; server { listen 127.0.0.1:0; } }");

        var result = ConfigLoader.Load(file, ConfigCases.Environment);

        Assert.Single(result.Errors);
        Assert.Empty(result.Changes);
        Assert.Empty(result.Notes);
    }
}
