using System.Diagnostics;
using AwsAuthFastProxy.Proxy.Telemetry;

namespace AwsAuthFastProxy.Proxy.Tests.Telemetry;

public class LatencyHistogramTests
{
    [Fact]
    public void Durations_LieInTheBucketWhoseBoundIsNext()
    {
        for (int bucket = 0; bucket < LatencyHistogram.Bounded; bucket++)
        {
            long bound = (long)Math.Round(LatencyHistogram.BoundSeconds(bucket) * Stopwatch.Frequency);
            var histogram = new LatencyHistogram();

            histogram.Record(bound);
            histogram.Record(bound + 1);

            Assert.Equal(1, histogram.CountOf(bucket));
            Assert.Equal(1, histogram.CountOf(bucket + 1));
            Assert.Equal(2 * LatencyHistogram.BoundSeconds(bucket), histogram.SumSeconds, 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void NoTimeAtAll_IsInTheFirstBucket(long ticks)
    {
        var histogram = new LatencyHistogram();

        histogram.Record(ticks);

        Assert.Equal(1, histogram.CountOf(0));
        Assert.Equal(0, histogram.SumSeconds);
    }

    [Fact]
    public void Hours_AreInTheLastBucket()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(Stopwatch.Frequency * 7200);

        Assert.Equal(1, histogram.CountOf(LatencyHistogram.Bounded));
    }
}
