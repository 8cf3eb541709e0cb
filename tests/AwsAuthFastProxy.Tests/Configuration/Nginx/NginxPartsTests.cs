using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Nginx.Translation;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration.Nginx;

public sealed class NginxPartsTests
{
    [Theory]
    [InlineData("60", 60_000)]
    [InlineData("0", 0)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h 30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1m5", 65_000)]
    [InlineData("2M", 5_184_000_000)]
    public void Time_IsReadAsNginxDoes(string text, long milliseconds)
    {
        Assert.True(NginxUnits.TryParseTime(text, out var time));
        Assert.Equal(milliseconds, time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("30s1m")]
    [InlineData("1s1s")]
    [InlineData("1x")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public void NoTime_IsRefused(string text)
    {
        Assert.False(NginxUnits.TryParseTime(text, out _));
    }

    [Theory]
    [InlineData("0", 0, "0")]
    [InlineData("1000", 1000, "1000")]
    [InlineData("8k", 8192, "8KiB")]
    [InlineData("10M", 10 << 20, "10MiB")]
    [InlineData("1g", 1 << 30, "1GiB")]
    public void Size_IsReadAsNginxDoes(string text, long bytes, string written)
    {
        Assert.True(NginxUnits.TryParseSize(text, out var size));
        Assert.Equal(bytes, size);
        Assert.Equal(written, NginxUnits.WriteSize(size));
    }

    [Theory]
    [InlineData("*.conf", "a.conf", true)]
    [InlineData("*.conf", ".conf", false)]
    [InlineData(".*", ".conf", true)]
    [InlineData("*.conf", "a.conf.bak", false)]
    [InlineData("a*b*c", "aXbXbc", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[0-9]*-x", "10-x", true)]
    [InlineData("[!0-9]*", "10-x", false)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[a", "[a", true)]
    public void Pattern_MatchesAsGlobDoes(string pattern, string name, bool matches)
    {
        Assert.Equal(matches, GlobFiles.Matches(pattern, name));
    }

    [Fact]
    public void Files_ComeInTheOrderOfTheirNames()
    {
        using var directory = new TemporaryDirectory();
        foreach (var name in (string[])["b/2.conf", "b/10.conf", "a/1.conf", "b/.hidden.conf", "b/x.txt", "c/"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(directory.File(name))!);
            if (!name.EndsWith('/'))
            {
                File.WriteAllText(directory.File(name), "");
            }
        }

        var found = GlobFiles.Find(directory.File("[a-c]/*.conf"));

        Assert.Equal(["a/1.conf", "b/10.conf", "b/2.conf"], found.Select(file => Path.GetRelativePath(directory.Path, file)));
    }

    [Theory]
    [InlineData("$a-$b", "x-$b")]
    [InlineData("${a}b", "xb")]
    [InlineData("${b}c", "${b}c")]
    [InlineData("${b}-", "$b-")]
    [InlineData("$b${a}", "${b}x")]
    [InlineData("$10", "$10")]
    [InlineData("$1$b", "$1$b")]
    [InlineData("$", null)]
    [InlineData("a${b", null)]
    [InlineData("$-", null)]
    public void Constants_ArePutIn(string text, string? expected)
    {
        Assert.Equal(expected, Variables.Fold(text, new Dictionary<string, string> { ["a"] = "x" }));
    }
}
