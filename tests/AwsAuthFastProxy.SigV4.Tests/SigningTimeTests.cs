using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

public class SigningTimeTests
{
    [Theory]
    [InlineData(0, "19700101T000000Z")]
    [InlineData(1, "19700101T000001Z")]
    [InlineData(1_456_036_272, "20160221T063112Z")]
    [InlineData(1_709_251_199, "20240229T235959Z")]
    [InlineData(1_735_689_599, "20241231T235959Z")]
    [InlineData(253_402_300_799, "99991231T235959Z")]
    public void KnownSecond_HasItsText(long seconds, string text)
    {
        var time = SigningTime.FromUnixSeconds(seconds);
        Assert.Equal(text, Encoding.ASCII.GetString(time.Text));
        Assert.Equal(text[..8], Encoding.ASCII.GetString(time.Day));
        Assert.Equal(text, time.ToString());
    }

    [Fact]
    public void RandomSecond_HasTheFrameworksText()
    {
        var random = new Random(8601);
        for (var i = 0; i < 10_000; i++)
        {
            var seconds = random.NextInt64(253_402_300_800);
            var expected = DateTimeOffset.FromUnixTimeSeconds(seconds)
                .ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            Assert.Equal(expected, SigningTime.FromUnixSeconds(seconds).ToString());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(253_402_300_800)]
    [InlineData(long.MaxValue)]
    public void SecondWithoutFourDigitYear_IsRefused(long seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SigningTime.FromUnixSeconds(seconds));
}
