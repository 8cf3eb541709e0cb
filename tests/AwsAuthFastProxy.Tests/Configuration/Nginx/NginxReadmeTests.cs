using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Tests.CommandLine;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration.Nginx;

/// <summary>The three locations of the module's README: where each request goes, and that the key in the file signs what is sent.</summary>
public sealed partial class NginxReadmeTests
{
    private const string Key = "L4vRLWAO92X5L3Sqk5QydUSdB0nC9+1wfqLMOKLbRp4=";

    [Theory]
    [InlineData("/a%20b.txt", "/a%20b.txt", "your-s3-bucket.s3.amazonaws.com", "us-east-1")]
    [InlineData("/dir/a+b?prefix=x%2Fy", "/dir/a%2Bb", "your-s3-bucket.s3.amazonaws.com", "us-east-1")]
    [InlineData("/s3_beijing/dir/f.txt", "/dir/f.txt", "your-s3-bucket.s3.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("/s3_beijing/%C3%A9%20x", "/%C3%A9%20x", "your-s3-bucket.s3.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    public void SignedLocation_SendsWhatItSigns(string url, string path, string host, string region)
    {
        var output = Explain(url);
        var sent = Section(output, "sent");
        var canonical = Section(output, "canonical request");
        var toSign = Section(output, "string to sign");

        Assert.Equal("GET", canonical[0]);
        Assert.Equal(path, canonical[1]);
        Assert.Contains($"host:{host}", canonical);
        Assert.Contains($"Host: {host}", sent);
        Assert.StartsWith($"GET {path}", sent[0], StringComparison.Ordinal);
        Assert.Equal($"20261122/{region}/s3/aws4_request", toSign[2]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', canonical)))), toSign[3]);
        var signature = HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.ASCII.GetBytes(string.Join('\n', toSign)));
        Assert.Equal(Convert.ToHexStringLower(signature), Signature().Match(output).Groups[1].Value);
    }

    [Fact]
    public void LocationWithoutSign_IsNotSigned()
    {
        var output = Explain("/myfiles/x/y.txt");

        Assert.Equal("GET /x/y.txt HTTP/1.1", Section(output, "sent")[0]);
        Assert.DoesNotContain("Authorization", output, StringComparison.Ordinal);
    }

    private static string Explain(string url)
    {
        var run = CommandRun.Of("explain", "-c", NginxCases.File("valid", "readme.conf"), "-H", "Host: any.example", url);
        Assert.True(run.Status == 0, run.Error + run.Output);
        return run.Output;
    }

    // The lines below a title, without their indent.
    private static string[] Section(string output, string title) =>
        [.. output.Split('\n').SkipWhile(line => line != $"{title}:").Skip(1).TakeWhile(static line => line.StartsWith("    ", StringComparison.Ordinal) || line.Length == 0)
            .Select(static line => line.Length == 0 ? "" : line[4..])
            .Reverse().SkipWhile(static line => line.Length == 0).Reverse()];

    [GeneratedRegex("Signature=([0-9a-f]{64})")]
    private static partial Regex Signature();
}
