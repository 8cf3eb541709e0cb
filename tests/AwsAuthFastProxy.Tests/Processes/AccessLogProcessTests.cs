using System.Net;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>The access log of a serving process.</summary>
public sealed class AccessLogProcessTests
{
    private static readonly Dictionary<string, string> s_variables = [];

    [Fact]
    public async Task Log_IsWrittenAndReopened()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.File("access.log");
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, """{ "path": "access.log", "format": "$remote_addr \"$request\" $status" }"""), "--workers", "2");
        int port = await proxy.ListeningAsync();
        using var client = new HttpClient();

        await NotFoundAsync(client, port, "/before");
        File.Move(file, file + ".1");
        proxy.Signal(ProxyProcess.User1);
        await proxy.Error.WaitForAsync("Access logs reopened.");
        await NotFoundAsync(client, port, "/after");
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());

        string[] lines = [.. File.ReadAllLines(file + ".1"), .. File.ReadAllLines(file)];
        Assert.Equal(["127.0.0.1 \"GET /before HTTP/1.1\" 404", "127.0.0.1 \"GET /after HTTP/1.1\" 404"], lines);
        Assert.Equal(lines[^1], File.ReadAllLines(file)[^1]);
    }

    [Fact]
    public async Task Log_GoesToStandardOutput()
    {
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, """{ "path": "stdout" }"""));
        int port = await proxy.ListeningAsync();
        using var client = new HttpClient();

        await NotFoundAsync(client, port, "/x");
        await proxy.Output.WaitForAsync("\"GET /x HTTP/1.1\" 404 ");

        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task FileThatCannotBeOpened_IsNamedAtTheStart()
    {
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, """{ "path": "missing/access.log" }"""));

        Assert.Equal(1, await proxy.ExitAsync());
        Assert.Contains($"cannot open the access log {directory.File("missing/access.log")}: ", proxy.Error.Text, StringComparison.Ordinal);
    }

    private static async Task NotFoundAsync(HttpClient client, int port, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string Write(TemporaryDirectory directory, string log) => directory.Write(
        "proxy.json",
        $$"""
        { "listen": [ { "address": "127.0.0.1:0" } ],
          "timeouts": { "drainIdle": "0s" },
          "accessLog": {{log}},
          "upstreams": { "store": { "endpoint": "http://127.0.0.1:1" } },
          "routes": [ { "host": "other.example", "path": "/", "upstream": "store" } ] }
        """);
}
