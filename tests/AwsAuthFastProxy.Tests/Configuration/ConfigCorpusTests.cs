using AwsAuthFastProxy.Configuration;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration;

public sealed class ConfigCorpusTests
{
    public static TheoryData<string> ValidNames => [.. ConfigCases.Names("valid")];

    public static TheoryData<string> InvalidNames => [.. ConfigCases.Names("invalid")];

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void ValidConfiguration_GivesItsSummaryAndWarnings(string name)
    {
        var result = ConfigCases.Load("valid", name);

        Assert.Empty(result.Errors);
        Assert.NotNull(result.Model);
        var lines = ModelSummary.Lines(result.Model).Concat(result.Warnings.Select(warning => $"warning {warning}"));
        AssertLines("valid", $"{name}.summary", lines);
    }

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public void InvalidConfiguration_GivesEveryErrorAndNoSecret(string name)
    {
        var result = ConfigCases.Load("invalid", name);

        Assert.Null(result.Model);
        Assert.NotEmpty(result.Errors);
        Assert.DoesNotContain(result.Errors, error => WithoutReferences(error.Message).Contains(ConfigCases.SecretMark, StringComparison.Ordinal));
        AssertLines("invalid", $"{name}.errors", result.Errors.Select(error => error.ToString()));
    }

    // "${env:SECRET_X}" is what the user wrote, and may be shown.
    private static string WithoutReferences(string message) => message.Replace("${env:SECRET_", "", StringComparison.Ordinal);

    private static void AssertLines(string kind, string file, IEnumerable<string> lines)
    {
        var expected = File.ReadAllLines(Path.Combine(ConfigCases.Directory(kind), file));
        Assert.Equal(expected, lines.Select(line => ConfigCases.Relative(kind, line)));
    }
}
