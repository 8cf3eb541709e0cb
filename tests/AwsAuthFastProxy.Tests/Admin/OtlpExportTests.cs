using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.Admin;
using AwsAuthFastProxy.Tests.Processes;
using Xunit;

namespace AwsAuthFastProxy.Tests.Admin;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Collector_GetsTheMetricsAtTheEndAtTheLatest()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        Task<string> received = ReceiveAsync(collector);
        using var meter = new Meter($"test-{Guid.NewGuid()}");
        meter.CreateObservableCounter("aafp.requests.received", static () => 7L);

        using (new OtlpExport(meter, new Uri($"http://{collector.LocalEndpoint}/v1/metrics")))
        {
        }

        string request = await received;
        Assert.StartsWith("POST /v1/metrics HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-protobuf\r\n", request, StringComparison.Ordinal);
        Assert.Contains("aafp.requests.received", request, StringComparison.Ordinal);
        Assert.Contains("aws-auth-fast-proxy", request, StringComparison.Ordinal);
    }

    [Fact]
    public void CollectorThatIsAway_DoesNotHoldTheProcess()
    {
        using var meter = new Meter($"test-{Guid.NewGuid()}");
        meter.CreateObservableCounter("a", static () => 7L);

        using var export = new OtlpExport(meter, new Uri("http://127.0.0.1:1/v1/metrics"));
    }

    [Fact]
    public async Task ServingProcess_PushesItsMetricsAtItsEnd()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        Task<string> received = ReceiveAsync(collector);
        using var directory = new TemporaryDirectory();
        string config = directory.Write("proxy.json", $$"""
            { "listen": [ { "address": "127.0.0.1:0" } ],
              "admin": { "address": "127.0.0.1:0", "otlp": "http://{{collector.LocalEndpoint}}/v1/metrics" },
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:1", "bucket": "data", "style": "path", "region": "us-east-1" } },
              "routes": [ { "path": "/", "upstream": "store" } ] }
            """);
        using var proxy = ProxyProcess.Start(new Dictionary<string, string>(), "run", "-c", config, "--workers", "1");
        await proxy.ListeningAsync();

        proxy.Signal(ProxyProcess.Terminate);

        Assert.Equal(0, await proxy.ExitAsync());
        Assert.Contains("aafp.requests.received", await received, StringComparison.Ordinal);
    }

    private static async Task<string> ReceiveAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            int count = await stream.ReadAsync(buffer);
            Assert.NotEqual(0, count);
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        return text.ToString();
    }

    private static bool IsWhole(string request)
    {
        int head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        int length = request.IndexOf("Content-Length: ", StringComparison.Ordinal);
        return head >= 0 && length >= 0
            && request.Length - head - 4 >= int.Parse(request.AsSpan(length + 16, request.IndexOf('\r', length) - length - 16), System.Globalization.CultureInfo.InvariantCulture);
    }
}
