using AwsAuthFastProxy.Tests.CommandLine;
using Xunit;

namespace AwsAuthFastProxy.Tests.Explain;

/// <summary>What texts with variables take from the environment or a file is sent, and shown to nobody.</summary>
public sealed class TextsFromOutsideTests : IDisposable
{
    private const string Secret = "TOP/SECRET$host+token";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _file;

    public TextsFromOutsideTests()
    {
        _file = Path.Combine(_directory.Path, "proxy.json");
        File.WriteAllText(_file, """
            {
              "listen": [ { "address": "127.0.0.1:8000" } ],
              "upstreams": { "u": { "endpoint": "http://127.0.0.1:9" } },
              "servers": [
                { "hosts": [ "steps.test" ],
                  "rewrite": [ { "set": "tok", "to": "${env:TOK}" } ],
                  "routes": [ { "path": "/", "upstream": "u", "target": "/x/$tok?t=$tok", "setHeaders": { "X-Plain": "$tok" } } ] },
                { "hosts": [ "target.test" ], "routes": [ { "path": "/", "upstream": "u", "target": "/y/${env:TOK}?${env:TOK}" } ] },
                { "hosts": [ "rewrite.test" ],
                  "routes": [ { "path": "/", "upstream": "u", "rewrite": [ { "regex": "^/(.*)$", "to": "/r/${env:TOK}/$1?t=${env:TOK}", "then": "break" } ] } ] },
                { "hosts": [ "return.test" ], "rewrite": [ { "return": 302, "to": "https://h.test/?${env:TOK}" } ] },
              ],
            }
            """);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("steps.test", "GET /x/***?t=*** HTTP/1.1")]
    [InlineData("target.test", "GET /y/***?*** HTTP/1.1")]
    [InlineData("rewrite.test", "GET /r/***/a?t=*** HTTP/1.1")]
    [InlineData("return.test", "Location: https://h.test/?***")]
    public void Explanation_MasksThem(string host, string expected)
    {
        CommandRun run = Run("explain", "-c", _file, $"http://{host}/a");

        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        AssertNoSecret(run);
    }

    [Fact]
    public void Summary_MasksThem()
    {
        CommandRun run = Run("check", "-c", _file);

        Assert.Equal(0, run.Status);
        Assert.Contains("sets $tok to ***", run.Output, StringComparison.Ordinal);
        Assert.Contains("sends /y/***?***", run.Output, StringComparison.Ordinal);
        AssertNoSecret(run);
    }

    private static CommandRun Run(params string[] arguments) => CommandRun.With("", static name => name == "TOK" ? Secret : null, arguments);

    private static void AssertNoSecret(CommandRun run)
    {
        Assert.DoesNotContain("SECRET", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("token", run.Output + run.Error, StringComparison.Ordinal);
    }
}
