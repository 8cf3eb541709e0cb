using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration.Nginx;

public sealed class NginxCorpusTests
{
    public static TheoryData<string> ValidNames => [.. NginxCases.Names("valid")];

    public static TheoryData<string> InvalidNames => [.. NginxCases.Names("invalid")];

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void ValidFile_BecomesItsJson(string name)
    {
        Assert.Equal(File.ReadAllText(NginxCases.File("valid", $"{name}.json")), NginxCases.Translate("valid", name).Json);
    }

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void ValidFile_GetsItsReport(string name)
    {
        Assert.Equal(File.ReadAllLines(NginxCases.File("valid", $"{name}.report")), NginxCases.Translate("valid", name).Report);
    }

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public void InvalidFile_GetsEveryErrorAndNoSecret(string name)
    {
        var result = NginxCases.Translate("invalid", name);

        Assert.Null(result.Json);
        Assert.Equal(File.ReadAllLines(NginxCases.File("invalid", $"{name}.report")), result.Report);
        Assert.DoesNotContain(result.Report, static line => line.Contains("SECRET", StringComparison.Ordinal));
    }
}
