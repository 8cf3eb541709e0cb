using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>Answers the proxy makes itself.</summary>
internal static partial class Refusals
{
    /// <summary>The text is exactly one such answer: well formed, with its status and reason.</summary>
    public static void AssertIs(int status, string reason, string wire, bool toHead = false)
    {
        Assert.StartsWith($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} ", wire, StringComparison.Ordinal);
        string[] parts = wire.Split("\r\n\r\n", 2);
        Assert.Contains($"\r\nx-proxy-error: {reason}\r\n", parts[0] + "\r\n", StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/xml\r\n", parts[0], StringComparison.Ordinal);
        Assert.Matches(Date(), parts[0]);
        string length = Length().Match(parts[0]).Groups[1].Value;
        if (toHead)
        {
            Assert.Equal("", parts[1]);
            Assert.NotEqual("", length);
            return;
        }

        Assert.Equal(parts[1].Length.ToString(CultureInfo.InvariantCulture), length);
        XElement error = XDocument.Parse(parts[1]).Root!;
        Assert.Equal(["Code", "Message", "RequestId"], error.Elements().Select(element => element.Name.LocalName));
        Assert.All(error.Elements(), element => Assert.NotEmpty(element.Value));
    }

    [GeneratedRegex(@"\r\nDate: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\r\n")]
    private static partial Regex Date();

    [GeneratedRegex(@"\r\nContent-Length: (\d+)\r\n")]
    private static partial Regex Length();
}
