using AwsAuthFastProxy.Proxy.AccessLogs;

namespace AwsAuthFastProxy.Proxy.Tests.AccessLogs;

public class AccessLogFormatTests
{
    [Theory]
    [InlineData("combined")]
    [InlineData("json")]
    [InlineData("$status")]
    [InlineData("${status}x$http_x_forwarded_for ${sent_http_etag}")]
    [InlineData("escape=json {\"a\":\"$request\"}")]
    [InlineData("no variables at all")]
    public void Formats_AreTaken(string text) => Assert.True(AccessLogFormat.TryParse(text, out _, out _));

    [Theory]
    [InlineData("$stat", "there is no variable \"$stat\"; there are $http_NAME, ")]
    [InlineData("$ssl_client_verify", "there is no variable \"$ssl_client_verify\"")]
    [InlineData("$http_", "there is no variable \"$http_\"")]
    [InlineData("a $", "a \"$\" has no name behind it")]
    [InlineData("a $-", "a \"$\" has no name behind it")]
    [InlineData("${status", "a \"$\" has no name behind it")]
    [InlineData("${}", "a \"$\" has no name behind it")]
    [InlineData("", "the format is empty")]
    [InlineData("a\nb", "a format is one line")]
    [InlineData("escape=xml $status", "what follows \"escape=\"")]
    [InlineData("escape=json", "what follows \"escape=\"")]
    public void OtherFormats_AreRefusedWithAReason(string text, string reason)
    {
        Assert.False(AccessLogFormat.TryParse(text, out _, out string? said));
        Assert.StartsWith(reason, said, StringComparison.Ordinal);
    }
}
