using AwsAuthFastProxy.Tests.CommandLine;
using Xunit;

namespace AwsAuthFastProxy.Tests.Explain;

/// <summary><c>explain --error</c>: a saved error document beside what the proxy signs for the same request.</summary>
public sealed class ExplainErrorTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Token = "FQoGZXIvYXdzEXAMPLETOKEN";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("GET", "/data/public/cat.jpg", "", "both sides signed the same")]
    [InlineData("HEAD", "/data/public/cat.jpg", "", "method: the upstream has \"HEAD\", we signed \"GET\"")]
    [InlineData("GET", "/data/public/dog.jpg", "", "path: the upstream has \"/data/public/dog.jpg\", we signed \"/data/public/cat.jpg\"")]
    [InlineData("GET", "/data/public/cat.jpg", "acl=", "query: the upstream has \"acl=\", we signed \"\"")]
    public void FirstDifference_IsNamedAtTheTimeOfTheRequest(string method, string path, string query, string expected)
    {
        string canonical = $"{method}\n{path}\n{query}\nhost:[::1]:9000\nx-amz-content-sha256:{EmptyHash}\nx-amz-date:20261122T003000Z\n"
            + $"x-amz-security-token:{Token}\n\nhost;x-amz-content-sha256;x-amz-date;x-amz-security-token\n{EmptyHash}";
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(canonical)));
        string toSign = $"AWS4-HMAC-SHA256\n20261122T003000Z\n20261122/us-east-1/s3/aws4_request\n{hash}";
        CommandRun run = Run(
            $"<?xml version=\"1.0\"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>No match.</Message><StringToSign>{toSign}</StringToSign>"
            + $"<CanonicalRequest>{canonical}</CanonicalRequest></Error>");

        Assert.Equal("", WithoutWarnings(run.Error));
        Assert.Equal(0, run.Status);
        Assert.Contains("\nthe server said SignatureDoesNotMatch: No match.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\nfirst difference: {expected}", run.Output, StringComparison.Ordinal);
        Assert.Contains("    x-amz-date:20261122T003000Z", run.Output, StringComparison.Ordinal);
        Assert.Contains(method == "GET" ? "\n    GET " : "\n  ! HEAD", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorWithoutACanonicalRequest_IsExplainedAllTheSame()
    {
        CommandRun run = Run("<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>");

        Assert.Equal(0, run.Status);
        Assert.Contains("first difference: the upstream does not say what it computed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("string to sign: the server's", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not XML")]
    [InlineData("<html><body>Code</body></html>")]
    [InlineData("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><Error><Code>&y;</Code></Error>")]
    public void NoErrorDocument_IsBadUsage(string content)
    {
        CommandRun run = Run(content);

        Assert.Equal(2, run.Status);
        Assert.Contains("is no error document of an S3 server", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_IsBadUsage()
    {
        CommandRun run = Explain("/no/such/file.xml");

        Assert.Equal(2, run.Status);
        Assert.Contains("explain: cannot read /no/such/file.xml: no such file", run.Error, StringComparison.Ordinal);
    }

    private static CommandRun Run(string document)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, document);
            return Explain(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static CommandRun Explain(string file)
    {
        File.SetUnixFileMode(ExplainCase.Config, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return CommandRun.With(
            "",
            name => name switch { "AWS_SECRET_ACCESS_KEY" => Secret, "AWS_SESSION_TOKEN" => Token, _ => null },
            ["explain", "-c", ExplainCase.Config, "--error", file, "-H", "Host: img.example.com", "/files/cat.jpg"]);
    }

    private static string WithoutWarnings(string error) => string.Concat(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.Contains(": warning: ", StringComparison.Ordinal)));
}
