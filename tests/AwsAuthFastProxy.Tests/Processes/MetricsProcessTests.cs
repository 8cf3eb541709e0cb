using AwsAuthFastProxy.Credentials.Tests.Fakes;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>The export of metrics in a serving process, with what OpenTelemetry finds by its name: a published program has been trimmed.</summary>
public sealed class MetricsProcessTests
{
    [Fact]
    public async Task ServingProcess_PushesItsMetricsAtItsEnd()
    {
        using var collector = new FakeService(static _ => new FakeAnswer(200, ""));
        using var directory = new TemporaryDirectory();
        string config = directory.Write("proxy.json", $$"""
            { "listen": [ { "address": "127.0.0.1:0" } ],
              "admin": { "address": "127.0.0.1:0", "otlp": "{{collector.Url}}/v1/metrics" },
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:1", "bucket": "data", "style": "path", "region": "us-east-1" } },
              "routes": [ { "path": "/", "upstream": "store" } ] }
            """);
        using var proxy = ProxyProcess.Start(new Dictionary<string, string>(), "run", "-c", config, "--workers", "1");
        await proxy.ListeningAsync();

        proxy.Signal(ProxyProcess.Terminate);

        Assert.Equal(0, await proxy.ExitAsync());
        Assert.Contains(collector.Requests, static request =>
            request.Path == "/v1/metrics" && request.Body.Contains("aafp.requests.received", StringComparison.Ordinal));
    }
}
