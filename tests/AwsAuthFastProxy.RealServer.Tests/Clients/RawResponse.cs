using System.Globalization;
using System.Text;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>A response as it came.</summary>
internal sealed record RawResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Fields, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The field's value, or null when it is absent. One that is there twice fails.</summary>
    public string? Field(string name) => Fields.SingleOrDefault(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Content-Length in bytes.</summary>
    public long ContentLength => long.Parse(Field("Content-Length")!, CultureInfo.InvariantCulture);

    /// <summary>This response, or the test fails with what it said.</summary>
    public RawResponse Require(int status, string what = "")
    {
        Assert.True(Status == status, $"{what}: expected {status}, not {Status} ({Field("x-proxy-error")}): {Text}");
        return this;
    }
}
