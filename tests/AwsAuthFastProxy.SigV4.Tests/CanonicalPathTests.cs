using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

public class CanonicalPathTests
{
    public static TheoryData<CanonicalCase> Cases => new(CaseFile.Read<CanonicalCase>("paths.json"));

    public static TheoryData<CanonicalCase> ServiceCases => new(CaseFile.Read<CanonicalCase>("service-paths.json"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void RawPath_GivesCanonicalFormOrReason(CanonicalCase path)
    {
        var raw = Encoding.Latin1.GetBytes(path.Raw);

        var status = Canonical.Write(CanonicalPath.WriteS3, raw, out var canonical);

        Assert.Equal(path.ExpectedStatus, status);
        Assert.Equal(path.Canonical ?? string.Empty, Encoding.ASCII.GetString(canonical));
        if (status == CanonicalStatus.Ok)
        {
            Canonical.AssertShortDestinationsRefused(CanonicalPath.WriteS3, raw, canonical.Length);
            Assert.Equal(canonical, Canonical.Path(path.Canonical!));
        }
    }

    [Theory]
    [MemberData(nameof(ServiceCases))]
    public void WirePath_IsNormalisedAndEncodedAgainForOtherServices(CanonicalCase path)
    {
        var wirePath = Encoding.Latin1.GetBytes(path.Raw);
        var destination = new byte[CanonicalPath.MaxLength(wirePath.Length)];
        Assert.Equal(CanonicalStatus.Ok, CanonicalPath.WriteService(wirePath, destination, out var written));
        Assert.Equal(path.Canonical, Encoding.ASCII.GetString(destination, 0, written));
    }

    [Fact]
    public void ShortDestination_IsRefusedForOtherServices()
    {
        var wirePath = "/a%20b"u8;
        Assert.Equal(
            CanonicalStatus.DestinationTooSmall,
            CanonicalPath.WriteService(wirePath, new byte[CanonicalPath.MaxLength(wirePath.Length) - 1], out var written));
        Assert.Equal(0, written);
    }

    [Fact]
    public void EveryRawOctet_IsKeptEncodedOrRefused()
    {
        for (var octet = 0; octet < 256; octet++)
        {
            byte[] raw = [(byte)'/', (byte)octet, (byte)'x'];
            var letter = (char)octet;
            var status = Canonical.Write(CanonicalPath.WriteS3, raw, out var canonical);
            if (octet is <= 0x20 or >= 0x7F || letter is '#' or '?')
            {
                Assert.Equal(CanonicalStatus.ForbiddenOctet, status);
            }
            else if (letter == '%')
            {
                Assert.Equal(CanonicalStatus.MalformedPercentEncoding, status);
            }
            else
            {
                var kept = char.IsAsciiLetterOrDigit(letter) || "-._~/".Contains(letter, StringComparison.Ordinal);
                Assert.Equal(kept ? $"/{letter}x" : $"/%{octet:X2}x", Encoding.ASCII.GetString(canonical));
            }
        }
    }

    [Theory]
    [InlineData("x2")]
    [InlineData("X2")]
    public void EveryEncodedOctet_IsDecodedOnceAndEncodedOnce(string digits)
    {
        for (var octet = 1; octet < 256; octet++)
        {
            var letter = (char)octet;
            var kept = char.IsAsciiLetterOrDigit(letter) || "-._~/".Contains(letter, StringComparison.Ordinal);
            var canonical = Canonical.Path($"/%{octet.ToString(digits, null)}x");
            Assert.Equal(kept ? $"/{letter}x" : $"/%{octet:X2}x", Encoding.ASCII.GetString(canonical));
        }
    }
}
