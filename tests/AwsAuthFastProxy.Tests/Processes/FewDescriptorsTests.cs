using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Origin;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>A process with few descriptors turns the surplus away, lives, and serves afterwards.</summary>
public sealed partial class FewDescriptorsTests
{
    private const int Descriptors = 320;

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task MoreClientsThanDescriptors_AreTurnedAwayAndTheProcessServesOn(string workers)
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        var file = directory.Write(
            "proxy.json",
            $$"""
            { "listen": [ { "address": "127.0.0.1:0" } ],
              "timeouts": { "drainIdle": "0s" },
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:{{origin.Port}}", "bucket": "data", "style": "path" } },
              "routes": [ { "path": "/", "upstream": "store" } ] }
            """);
        using var proxy = ProxyProcess.StartLimited(Descriptors, "run", "-c", file, "--workers", workers);
        var port = await proxy.ListeningAsync();
        Assert.Matches(Told(), proxy.Error.Text);
        Assert.Single(Told().Matches(proxy.Error.Text));

        var clients = new List<Socket>();
        for (var i = 0; i < 2 * Descriptors; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, port);
            clients.Add(client);
        }

        // Half a head each: who is served waits for the rest, who is not is told, or hears the end.
        var answers = await Task.WhenAll(clients.Select(AskAsync));
        Assert.Contains(answers, answer => answer.StartsWith("HTTP/1.1 403 ", StringComparison.Ordinal));
        Assert.Contains(answers, answer => answer.StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal) || answer.Length == 0);
        Assert.InRange(Directory.GetFiles($"/proc/{proxy.Id}/fd").Length, 1, Descriptors - 32);

        foreach (var client in clients)
        {
            client.Dispose();
        }

        using var late = new HttpClient();
        HttpStatusCode status;
        do
        {
            // Until the proxy has seen the others go.
            status = await StatusAsync(late, port);
        }
        while (status is HttpStatusCode.ServiceUnavailable or 0);

        // The origin refuses an unsigned request: it was reached.
        Assert.Equal(HttpStatusCode.Forbidden, status);
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, int port)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/object"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private static async Task<string> AskAsync(Socket client)
    {
        var buffer = new byte[4096];
        try
        {
            await client.SendAsync("GET /object HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
            return Encoding.Latin1.GetString(buffer, 0, await client.ReceiveAsync(buffer));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static OriginListener StartOrigin() => OriginListener.Start(new S3Origin(new OriginOptions(), new ObjectStore()));

    [GeneratedRegex(@"The process may hold 320 descriptors \(ulimit -n\): at most \d+ client connections")]
    private static partial Regex Told();
}
