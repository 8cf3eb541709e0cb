using System.Globalization;
using System.Text;
using AwsAuthFastProxy.Proxy.AccessLogs;

namespace AwsAuthFastProxy.Proxy.Tests.AccessLogs;

public class LogLineTests
{
    [Theory]
    [InlineData(0, "0.000", "0.000000")]
    [InlineData(0.0000004, "0.000", "0.000000")]
    [InlineData(0.0000006, "0.000", "0.000001")]
    [InlineData(0.000999, "0.001", "0.000999")]
    [InlineData(0.9999996, "1.000", "1.000000")]
    [InlineData(12.0625, "12.063", "12.062500")]
    [InlineData(86400, "86400.000", "86400.000000")]
    public void Seconds_AreRounded(double seconds, string milliseconds, string microseconds)
    {
        Assert.Equal(milliseconds, Write(line => line.WriteMilliseconds(seconds)));
        Assert.Equal(microseconds, Write(line => line.WriteMicroseconds(seconds)));
    }

    [Fact]
    public void Seconds_AreAsTheFrameworkWritesThem()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            double seconds = random.NextDouble() * Math.Pow(10, random.Next(-6, 5));

            Assert.Equal(seconds.ToString("F3", CultureInfo.InvariantCulture), Write(line => line.WriteMilliseconds(seconds)));
            Assert.Equal(seconds.ToString("F6", CultureInfo.InvariantCulture), Write(line => line.WriteMicroseconds(seconds)));
        }
    }

    [Theory]
    [InlineData("*.example/a", "*.example/a")]
    [InlineData("", "")]
    [InlineData("a\"b\\c", "a\\\"b\\\\c")]
    [InlineData("b\u00fccher", "b\u00fccher")]
    public void Text_IsEscaped(string text, string expected) => Assert.Equal(expected, Write(line => line.WriteText(text, LogEscape.Json)));

    [Fact]
    public void LongText_IsWrittenWhereNothingHasToBeEscaped()
    {
        string plain = new('x', 5000);

        Assert.Equal(plain, Write(line => line.WriteText(plain, LogEscape.Default)));
        Assert.Equal("?", Write(line => line.WriteText(plain + "\"", LogEscape.Default)));
    }

    private static string Write(Action<LogLine> write)
    {
        var line = new LogLine();
        write(line);
        return Encoding.UTF8.GetString(line.Written);
    }
}
