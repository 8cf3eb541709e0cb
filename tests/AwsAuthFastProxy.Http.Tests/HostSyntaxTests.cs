using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AwsAuthFastProxy.Http.Tests;

public sealed class HostSyntaxTests
{
    [Theory]
    [InlineData("h", "h", "")]
    [InlineData("h:", "h", "")]
    [InlineData("h:0", "h", "0")]
    [InlineData("h:65535", "h", "65535")]
    [InlineData("h:00080", "h", "00080")]
    [InlineData("[::]", "[::]", "")]
    [InlineData("[::1]:9000", "[::1]", "9000")]
    [InlineData("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]", "")]
    [InlineData("[1::8]", "[1::8]", "")]
    [InlineData("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7::]", "")]
    [InlineData("[1:2:3:4:5:6:192.0.2.255]", "[1:2:3:4:5:6:192.0.2.255]", "")]
    public void ValidValue_IsSplit(string value, string host, string port)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(value);

        Assert.True(HostSyntax.IsValid(bytes));
        Assert.Equal(host, Encoding.ASCII.GetString(HostSyntax.Host(bytes)));
        Assert.Equal(port, Encoding.ASCII.GetString(HostSyntax.Port(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData("h:-1")]
    [InlineData("h:+1")]
    [InlineData("h:99999999999999999999")]
    [InlineData("h%41")]
    [InlineData("h!")]
    [InlineData("[]")]
    [InlineData("[:]")]
    [InlineData("[:::]")]
    [InlineData("[1]")]
    [InlineData("[1:]")]
    [InlineData("[:1]")]
    [InlineData("[12345::]")]
    [InlineData("[1:2:3:4:5:6:7:8:9]")]
    [InlineData("[1:2:3:4:5:6:7:8::]")]
    [InlineData("[1:2:3:4:5:6:7:192.0.2.1]")]
    [InlineData("[1:2:3:4:5:192.0.2.1]")]
    [InlineData("[::192.0.2]")]
    [InlineData("[::192.0.2.256]")]
    [InlineData("[::192.0.2.01]")]
    [InlineData("[::192.0.2.1.1]")]
    [InlineData("[192.0.2.1]")]
    [InlineData("[v1.x]")]
    [InlineData("::1")]
    public void InvalidValue_IsRefused(string value) => Assert.False(HostSyntax.IsValid(Encoding.ASCII.GetBytes(value)));

    [Fact]
    public void EveryAddressAsPrintedByTheSystem_IsValid() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Gen.Choose(0, 255).ArrayOf(16).ToArbitrary(), octets =>
        {
            // Runs of zero make the "::" and the dotted forms appear.
            byte[] address = [.. octets.Select(octet => octet < 128 ? (byte)0 : (byte)octet)];
            Assert.True(HostSyntax.IsValid(Encoding.ASCII.GetBytes($"[{new IPAddress(address)}]")));
        }));

    [Theory]
    [InlineData("h", "H:80", false, true)]
    [InlineData("h", "h:443", true, true)]
    [InlineData("h:080", "h", false, true)]
    [InlineData("h", "h:443", false, false)]
    [InlineData("h", "i", false, false)]
    [InlineData("h:81", "h:82", false, false)]
    public void SameHost_IsToldWithoutCaseAndDefaultPort(string left, string right, bool isHttps, bool expected) =>
        Assert.Equal(expected, HostSyntax.NameSameHost(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right), isHttps));
}
