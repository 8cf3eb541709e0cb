using AwsAuthFastProxy.Configuration.Text;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration;

public sealed class TextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("0s", 0)]
    [InlineData("10s", 10_000)]
    [InlineData("1m", 60_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("256204778h", 256204778L * 3_600_000)]
    public void Duration_IsRead(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1")]
    [InlineData("1 s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5s")]
    [InlineData("1S")]
    [InlineData("1d")]
    [InlineData("256204779h")]
    [InlineData("99999999999999999999s")]
    public void NoDuration_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("16384", 16384)]
    [InlineData("16KiB", 16384)]
    [InlineData("3MiB", 3L << 20)]
    [InlineData("5GiB", 5L << 30)]
    [InlineData("1TiB", 1L << 40)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Size_IsRead(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("-1")]
    [InlineData("1 KiB")]
    [InlineData("1k")]
    [InlineData("1KB")]
    [InlineData("1kib")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    [InlineData("8388608TiB")]
    public void NoSize_IsRefused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("http://s3", false, "s3", 80, "")]
    [InlineData("https://s3/", true, "s3", 443, "")]
    [InlineData("HTTP://S3.Example:81/a/", false, "s3.example", 81, "/a")]
    [InlineData("http://[::1]:9000/x", false, "::1", 9000, "/x")]
    [InlineData("http://[2001:DB8:0::1]", false, "2001:db8::1", 80, "")]
    [InlineData("http://s3/a/../b/./c//d", false, "s3", 80, "/a/../b/./c//d")]
    [InlineData("http://s3/%7e%c3%bc+", false, "s3", 80, "/~%C3%BC%2B")]
    [InlineData("http://s3//", false, "s3", 80, "/")]
    public void Endpoint_IsReadWithoutNormalising(string text, bool isTls, string host, int port, string path)
    {
        Assert.True(EndpointUrl.TryParse(text, out var url, out var reason), reason);
        Assert.Equal(new EndpointUrl(isTls, host, port, path), url);
    }

    [Fact]
    public void ReferencesInText_AreReplacedOnce()
    {
        var expander = new TextExpander("", name => name == "A" ? "${env:B}$" : null);

        Assert.True(expander.TryExpand("$a ${env:A}{path}${env:A}", out var expanded, out _));
        Assert.Equal("$a ${env:B}${path}${env:B}$", expanded);
    }

    [Theory]
    [InlineData("one\n", "one")]
    [InlineData("one\r\n", "one")]
    [InlineData("one\n\n", "one\n")]
    [InlineData(" one ", " one ")]
    [InlineData("\n", "")]
    [InlineData("", "")]
    public void FileInText_LosesItsFinalNewlineOnly(string content, string expected)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("f", content);

        Assert.True(new TextExpander(directory.Path, _ => null).TryExpand("<${file:f}>", out var expanded, out _));
        Assert.Equal($"<{expected}>", expanded);
    }

    [Theory]
    [InlineData("endpiont", "; did you mean \"endpoint\"?")]
    [InlineData("ENDPOINT", "; did you mean \"endpoint\"?")]
    [InlineData("buckets", "; did you mean \"bucket\"?")]
    [InlineData("xyz", "; known: endpoint, bucket")]
    public void MisspeltName_GetsASuggestion(string name, string expected) =>
        Assert.Equal(expected, NearestName.Suggest(name, ["endpoint", "bucket"], "known"));

    [Fact]
    public void QuotedText_IsShortAndOnOneLine()
    {
        Assert.Equal("\"a\uFFFDb\"", Quote.Text("a\nb"));
        Assert.Equal(80 + 5, Quote.Text(new string('x', 1000)).Length);
    }
}
