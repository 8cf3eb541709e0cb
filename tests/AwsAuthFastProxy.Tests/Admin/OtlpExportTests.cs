using System.Diagnostics.Metrics;
using AwsAuthFastProxy.Admin;
using AwsAuthFastProxy.Credentials.Tests.Fakes;
using Xunit;

namespace AwsAuthFastProxy.Tests.Admin;

public sealed class OtlpExportTests
{
    [Fact]
    public void Collector_GetsTheMetricsAtTheEndAtTheLatest()
    {
        using var collector = new FakeService(static _ => new FakeAnswer(200, ""));
        using var meter = new Meter($"test-{Guid.NewGuid()}");
        meter.CreateObservableCounter("aafp.requests.received", static () => 7L);

        using (new OtlpExport(meter, new Uri($"{collector.Url}/v1/metrics")))
        {
        }

        FakeRequest request = Assert.Single(collector.Requests);
        Assert.Equal(("POST", "/v1/metrics"), (request.Method, request.Path));
        Assert.Equal("application/x-protobuf", request.Field("Content-Type"));
        Assert.Contains("aafp.requests.received", request.Body, StringComparison.Ordinal);
        Assert.Contains("aws-auth-fast-proxy", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void CollectorThatIsAway_DoesNotHoldTheProcess()
    {
        using var meter = new Meter($"test-{Guid.NewGuid()}");
        meter.CreateObservableCounter("a", static () => 7L);

        using var export = new OtlpExport(meter, new Uri("http://127.0.0.1:1/v1/metrics"));
    }
}
