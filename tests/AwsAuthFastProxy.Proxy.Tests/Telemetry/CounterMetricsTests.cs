using System.Reflection;
using AwsAuthFastProxy.Proxy.Telemetry;

namespace AwsAuthFastProxy.Proxy.Tests.Telemetry;

public class CounterMetricsTests
{
    private static readonly PropertyInfo[] s_properties = typeof(ShardCounters).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.PropertyType == typeof(long)).ToArray();

    [Fact]
    public void EveryCounter_IsAMetric() =>
        Assert.Equal(s_properties.Select(static property => property.Name).Order(), CounterMetrics.All.Select(static metric => metric.Property).Order());

    [Fact]
    public void EveryMetric_ReadsItsOwnCounter()
    {
        foreach (CounterMetric metric in CounterMetrics.All)
        {
            var counters = new ShardCounters();
            s_properties.Single(property => property.Name == metric.Property).SetValue(counters, 7L);

            Assert.Equal(7, metric.Read(counters));
        }
    }

    [Fact]
    public void Names_AreUniqueAndSaid()
    {
        Assert.Equal(CounterMetrics.All.Count, CounterMetrics.All.DistinctBy(static metric => metric.Name).Count());
        Assert.All(CounterMetrics.All, static metric => Assert.Matches(@"\Aaafp(\.[a-z][a-z_]*)+\z", metric.Name));
        Assert.All(CounterMetrics.All, static metric => Assert.EndsWith(".", metric.Help, StringComparison.Ordinal));
    }
}
