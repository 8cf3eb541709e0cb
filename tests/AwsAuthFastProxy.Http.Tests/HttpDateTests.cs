using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AwsAuthFastProxy.Http.Tests;

public sealed class HttpDateTests
{
    [Theory]
    [InlineData(784111777, "Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData(0, "Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData(1709164800, "Thu, 29 Feb 2024 00:00:00 GMT")]
    [InlineData(253402300799, "Fri, 31 Dec 9999 23:59:59 GMT")]
    public void Date_IsImfFixdate(long unixSeconds, string expected) => Assert.Equal(expected, Write(unixSeconds));

    [Fact]
    public void EveryDate_IsWhatTheFrameworkPrints() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seconds =>
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("R", CultureInfo.InvariantCulture), Write(seconds))));

    [Fact]
    public void ShortDestination_IsTheCallersError() =>
        Assert.Throws<ArgumentException>(() => HttpDate.Write(0, new byte[HttpDate.Length - 1]));

    private static string Write(long unixSeconds)
    {
        byte[] bytes = new byte[HttpDate.Length];
        HttpDate.Write(unixSeconds, bytes);
        return Encoding.ASCII.GetString(bytes);
    }
}
