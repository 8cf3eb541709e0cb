using AwsAuthFastProxy.Tests.CommandLine;
using Xunit;

namespace AwsAuthFastProxy.Tests.Explain;

public sealed class ExplainCommandTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Token = "FQoGZXIvYXdzEXAMPLETOKEN";

    public static TheoryData<string> Cases => [.. ExplainCase.Names()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Request_IsExplainedAsItsCaseSays(string name)
    {
        var expected = ExplainCase.Read(name);

        var run = Run([.. expected.Arguments]);

        Assert.Equal($"exit {expected.Status}\n{expected.Output}", $"exit {run.Status}\n{run.Output}{WithoutWarnings(run.Error)}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Secrets_AreNowhere(string name)
    {
        var run = Run([.. ExplainCase.Read(name).Arguments]);

        Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_IsMaskedInTheHeadAndInTheCanonicalRequest()
    {
        var run = Run("-H", "Host: img.example.com", "/files/cat.jpg");

        Assert.Contains("    x-amz-security-token: ***\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("    x-amz-security-token:***\n", run.Output, StringComparison.Ordinal);
    }

    private static CommandRun Run(params string[] arguments)
    {
        File.SetUnixFileMode(ExplainCase.Config, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return CommandRun.With(
            "",
            name => name switch { "AWS_SECRET_ACCESS_KEY" => Secret, "AWS_SESSION_TOKEN" => Token, _ => null },
            ["explain", "-c", ExplainCase.Config, .. arguments]);
    }

    private static string WithoutWarnings(string error) => string.Concat(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.Contains(": warning: ", StringComparison.Ordinal)).Select(line => $"{line}\n"));
}
