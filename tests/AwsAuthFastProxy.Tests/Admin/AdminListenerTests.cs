using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;
using Xunit;

namespace AwsAuthFastProxy.Tests.Admin;

/// <summary>The admin listener over real sockets.</summary>
public sealed class AdminListenerTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Pages_AreThere()
    {
        using var rig = new AdminRig(written: """{ "listen": [] }""");

        Assert.Equal((200, "ok\n"), await rig.GetAsync("/livez"));
        Assert.Equal((200, "{\"ready\":true,\"reasons\":[]}\n"), await rig.GetAsync("/readyz?verbose"));
        Assert.Equal(200, (await rig.GetAsync("/metrics")).Status);
        (int status, string config) = await rig.GetAsync("/config");
        Assert.Equal(200, status);
        using JsonDocument document = JsonDocument.Parse(config);
        Assert.Equal($"listen {rig.Server.Model.Listeners[0].EndPoint}", document.RootElement.GetProperty("summary")[0].GetString());
        Assert.Equal("00:00:10", document.RootElement.GetProperty("timeouts").GetProperty("clientHeader").GetString());
        Assert.Equal("16384", document.RootElement.GetProperty("limits").GetProperty("headBytes").GetString());
        Assert.Equal(0, document.RootElement.GetProperty("written").GetProperty("listen").GetArrayLength());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 404)]
    [InlineData("GET /livez/ HTTP/1.1\r\nHost: a\r\n\r\n", 404)]
    [InlineData("GET /LIVEZ HTTP/1.1\r\nHost: a\r\n\r\n", 404)]
    [InlineData("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 405)]
    [InlineData("DELETE /config HTTP/1.1\r\nHost: a\r\n\r\n", 405)]
    [InlineData("GET /livez HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("nonsense\r\n\r\n", 400)]
    public async Task OtherRequests_AreRefused(string request, int status)
    {
        using var rig = new AdminRig();

        string answer = await rig.SendAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 405, answer.Contains("\r\nAllow: GET, HEAD\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LargeHead_IsRefused()
    {
        using var rig = new AdminRig();

        Assert.StartsWith("HTTP/1.1 431 ", await rig.SendAsync($"GET /livez HTTP/1.1\r\nHost: a\r\nX: {new string('x', 9000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414 ", await rig.SendAsync($"GET /{new string('x', 2000)} HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_HasTheLengthAndNoBody()
    {
        using var rig = new AdminRig();

        string answer = await rig.SendAsync("HEAD /livez HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Contains("\r\nContent-Length: 3\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_IsKeptAndPipelined()
    {
        using var rig = new AdminRig();

        string answer = await rig.SendAsync(string.Concat(Enumerable.Repeat("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n", 3)));

        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length - 1);
        string last = await rig.SendAsync("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(1, last.Split("HTTP/1.1 200 OK").Length - 1);
    }

    [Fact]
    public async Task TooManyConnections_AreClosedAtOnce()
    {
        using var rig = new AdminRig();
        var clients = new List<TcpClient>();
        for (int i = 0; i < 64; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(rig.EndPoint);
            await client.GetStream().WriteAsync("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1]));
            clients.Add(client);
        }

        using var late = new TcpClient();
        await late.ConnectAsync(rig.EndPoint);
        Assert.Equal(0, await late.GetStream().ReadAsync(new byte[1]));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task ReadinessOfAStoppingProcess_SaysDraining()
    {
        using var rig = new AdminRig();

        Assert.True(await rig.Server.DrainAsync(CancellationToken.None));

        (int status, string body) = await rig.GetAsync("/readyz");
        Assert.Equal(503, status);
        Assert.Equal(["draining"], Reasons(body));
    }

    [Fact]
    public async Task ReadinessBeforeTheListenersAreBound_SaysSo()
    {
        using var rig = new AdminRig(start: false);

        (int status, string body) = await rig.GetAsync("/readyz");

        Assert.Equal(503, status);
        Assert.Equal(["no-listener"], Reasons(body));
    }

    [Theory]
    [InlineData("20261122", 12, "")]
    [InlineData("20261122", 23, "key-expires")]
    [InlineData("20261122 20261123", 23, "")]
    [InlineData("20261121", 12, "no-key")]
    public async Task Readiness_DependsOnTheKeys(string days, int hour, string reason)
    {
        var credentials = new DayKeyCredentials(
            "edge",
            "AKIDEXAMPLE",
            [.. days.Split(' ').Select(static day => new DayKey(CredentialScope.Create(day, "us-east-1", "s3"), Convert.ToBase64String(new byte[32])))],
            sessionToken: null);
        using var rig = new AdminRig(credentials, s_noon.AddHours(hour - 12));

        (int status, string body) = await rig.GetAsync("/readyz");

        Assert.Equal(reason.Length == 0 ? 200 : 503, status);
        Assert.Equal(reason, string.Join(' ', Reasons(body)));
    }

    [Fact]
    public async Task Metrics_AreWellFormedAndCount()
    {
        using var rig = new AdminRig();
        using var client = new HttpClient();
        using (HttpResponseMessage refused = await client.PostAsync(new Uri($"http://{rig.Server.EndPoints[0]}/x"), new StringContent("x")))
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        }

        // The loop counts once the answer is out, and its first pulse may be on its way.
        Dictionary<string, double> samples;
        long began = Stopwatch.GetTimestamp();
        do
        {
            samples = PrometheusGrammar.Read((await rig.GetAsync("/metrics")).Body);
        }
        while ((samples["aafp_stage_duration_seconds_count{stage=\"total\"}"] < 1 || samples["aafp_loop_lag_seconds_count"] < 1)
            && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30));

        Assert.Equal(1, samples["aafp_requests_refused_total"]);
        Assert.Equal(1, samples["aafp_requests_total{route=\"*/\",method=\"POST\",status=\"405\"}"]);
        Assert.Equal(1, samples["aafp_rejections_total{reason=\"method-not-allowed\"}"]);
        Assert.Equal(1, samples["aafp_stage_duration_seconds_count{stage=\"total\"}"]);
        Assert.Equal(0, samples["aafp_stage_duration_seconds_count{stage=\"first_byte\"}"]);
        Assert.True(samples["aafp_client_received_bytes_total"] > 50);
        Assert.True(samples["aafp_client_sent_bytes_total"] > 200);
        Assert.Equal(0, samples["aafp_access_log_dropped_total"]);
        Assert.Equal(1, samples["aafp_client_connections_accepted_total"]);
        Assert.Equal(rig.Server.Counters.Count, samples["aafp_loops"]);
        Assert.Equal(1, samples["aafp_signing_key_usable{upstream=\"store\"}"]);
        Assert.True(samples["process_resident_memory_bytes"] > 1_000_000);
        Assert.True(samples["aafp_loop_lag_seconds_count"] >= 1);
        Assert.Contains("aafp_gc_collections_total{generation=\"0\"}", samples.Keys);
        Assert.Contains("aafp_buffers_in_use{size=\"small\"}", samples.Keys);
    }

    [Fact]
    public void AddressInUse_IsNamed()
    {
        using var rig = new AdminRig();

        var error = Assert.Throws<IOException>(() => AwsAuthFastProxy.Admin.AdminServer.Bind(
            new AwsAuthFastProxy.Proxy.Hosting.ProxyServer(
                new Proxy.Model.ProxyModel { Listeners = [], Upstreams = [], Routes = [], Admin = new Proxy.Model.AdminModel { EndPoint = rig.EndPoint } },
                1,
                "auto",
                Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance),
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Contains(rig.EndPoint.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("\"admin\"", error.Message, StringComparison.Ordinal);
    }

    private static List<string> Reasons(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        Assert.False(document.RootElement.GetProperty("ready").GetBoolean() && document.RootElement.GetProperty("reasons").GetArrayLength() > 0);
        return [.. document.RootElement.GetProperty("reasons").EnumerateArray().Select(static reason => reason.GetProperty("reason").GetString()!)];
    }
}
