using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Origin;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>The life of a serving process: signals, reloads, what it writes.</summary>
public sealed class RunProcessTests
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Token = "FQoGZXIvYXdzEXAMPLETOKEN";

    private static readonly Dictionary<string, string> s_variables = new() { ["PROXY_SECRET"] = Secret };

    [Fact]
    public async Task Run_ServesAndEndsOnSigterm()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, origin.Port), "--workers", "1");
        var port = await proxy.ListeningAsync();
        using var client = new HttpClient();

        Assert.Equal("content", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/object")));

        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
        Assert.Contains("Draining: ", proxy.Error.Text, StringComparison.Ordinal);
        Assert.Contains("Stopped.", proxy.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_LetsTheExchangeUnderWayEnd()
    {
        using var upstream = new SlowUpstream();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "-c", Write(directory, upstream.Port));
        var port = await proxy.ListeningAsync();
        using var client = new HttpClient();
        var answer = client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/object"));
        await upstream.Received;

        proxy.Signal(ProxyProcess.Terminate);
        await proxy.Error.WaitForAsync("Draining: 1 client connections open.");
        upstream.Answer();

        Assert.Equal("late", await answer);
        await upstream.Served;
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task SecondSigterm_StopsAtOnce()
    {
        using var upstream = new SlowUpstream();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "-c", Write(directory, upstream.Port));
        var port = await proxy.ListeningAsync();
        using var client = new HttpClient();
        var answer = client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/object"));
        await upstream.Received;

        proxy.Signal(ProxyProcess.Terminate);
        await proxy.Error.WaitForAsync("Draining: 1 client connections open.");
        proxy.Signal(ProxyProcess.Interrupt);

        Assert.Equal(0, await proxy.ExitAsync());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task DrainDelay_ServesOnWhileNotReady_AndASecondSignalStopsAtOnce()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(
            s_variables, "run", "-c", Write(directory, origin.Port, more: """ "admin": { "address": "127.0.0.1:0" }, """, drainDelay: "1h"));
        var port = await proxy.ListeningAsync();
        var ready = new Uri($"http://127.0.0.1:{proxy.AdminPort}/readyz");
        using var client = new HttpClient();
        Assert.Equal("""{"ready":true,"reasons":[]}""", (await client.GetStringAsync(ready)).Trim());

        proxy.Signal(ProxyProcess.Terminate);
        await proxy.Error.WaitForAsync("Not ready any more; serving on for 3600 s before draining.");
        using (var answer = await client.GetAsync(ready))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("\"draining\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("content", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/object")));
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task DrainDelay_IsFollowedByTheDrain()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, origin.Port, drainDelay: "1ms"));
        await proxy.ListeningAsync();

        proxy.Signal(ProxyProcess.Terminate);
        await proxy.Error.WaitForAsync("Draining: 0 client connections open.");

        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task Sighup_PutsTheChangedFileInForce()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, origin.Port));
        var port = await proxy.ListeningAsync();
        using var client = new HttpClient();
        var renamed = new Uri($"http://127.0.0.1:{port}/renamed/object");
        using (var before = await client.GetAsync(renamed))
        {
            Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        }

        Write(directory, origin.Port, routes: """, { "path": "/renamed/", "stripPrefix": "/renamed", "upstream": "store" }""");
        proxy.Signal(ProxyProcess.HangUp);
        await proxy.Error.WaitForAsync("Reloaded ");

        Assert.Equal("content", await client.GetStringAsync(renamed));
    }

    [Fact]
    public async Task SighupWithABrokenFile_SaysWhyAndChangesNothing()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        var file = Write(directory, origin.Port);
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", file);
        var port = await proxy.ListeningAsync();
        using var client = new HttpClient();

        Write(directory, origin.Port, routes: """, { "path": "/x/", "upstream": "stroe" }, { "path": "/y/", "upstream": "store", "methods": [ "GTE" ] }""");
        proxy.Signal(ProxyProcess.HangUp);
        await proxy.Error.WaitForAsync($"{file} has 2 errors: the running configuration stays in force.");

        Assert.Contains("\"stroe\"", proxy.Error.Text, StringComparison.Ordinal);
        Assert.Contains("unknown method \"GTE\"", proxy.Error.Text, StringComparison.Ordinal);
        Assert.Equal("content", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/object")));
    }

    [Fact]
    public async Task PortInUse_FailsAndNamesTheAddress()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, 1, listen: port));

        Assert.Equal(1, await proxy.ExitAsync());
        Assert.Contains($"cannot listen on 127.0.0.1:{port}: ", proxy.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondInstanceOnItsPort_FailsAndTheFirstServesOn()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        using var first = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, origin.Port));
        var port = await first.ListeningAsync();
        using var other = new TemporaryDirectory();
        using var second = ProxyProcess.Start(s_variables, "run", "-c", Write(other, origin.Port, listen: port));

        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains($"cannot listen on 127.0.0.1:{port}: ", second.Error.Text, StringComparison.Ordinal);
        using var client = new HttpClient();
        Assert.Equal("content", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/object")));
    }

    [Fact]
    public async Task BrokenFileAtTheStart_IsBadUsage()
    {
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, 1, routes: ", { }"));

        Assert.Equal(2, await proxy.ExitAsync());
        Assert.Contains($"{directory.File("proxy.json")}:", proxy.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_AreNeverWritten()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory, origin.Port));
        var port = await proxy.ListeningAsync();
        using var client = new HttpClient();
        Assert.Equal("content", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/object")));
        Write(directory, port: 1, routes: """, { "path": "/x/", "upstream": "stroe" }""");
        proxy.Signal(ProxyProcess.HangUp);
        await proxy.Error.WaitForAsync("stays in force.");
        Write(directory, port: 1);
        proxy.Signal(ProxyProcess.HangUp);
        await proxy.Error.WaitForAsync("Reloaded ");
        using (var failed = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/object")))
        {
            Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        }

        var seen = proxy.CommandLine;
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
        seen += proxy.Output.Text + proxy.Error.Text;

        Assert.Contains("connect-failed", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProxyProcess.Terminate)]
    [InlineData(ProxyProcess.Interrupt)]
    public async Task Demo_EndsOnASignal(int signal)
    {
        using var demo = ProxyProcess.Start(s_variables, "demo", "--port", "0");
        await demo.Output.WaitForAsync("What the origin receives:");

        demo.Signal(signal);

        Assert.Equal(0, await demo.ExitAsync());
        Assert.Equal("", demo.Error.Text.Trim());
    }

    private static OriginListener StartOrigin()
    {
        var options = new OriginOptions();
        options.Credentials.Add(new OriginCredential(AccessKey, Secret, Token));
        var store = new ObjectStore();
        store.Put("data", "object", "content"u8.ToArray());
        return OriginListener.Start(new S3Origin(options, store));
    }

    /// <summary>Writes the configuration in one step, so that nobody reads half of it.</summary>
    private static string Write(TemporaryDirectory directory, int port, string routes = "", int listen = 0, string more = "", string drainDelay = "0s")
    {
        var draft = directory.Write(
            "draft.json",
            $$"""
            { "listen": [ { "address": "127.0.0.1:{{listen}}" } ],
              "timeouts": { "drainIdle": "0s", "drainDelay": "{{drainDelay}}" },{{more}}
              "credentials": { "c": { "accessKey": "{{AccessKey}}", "secretKey": "${env:PROXY_SECRET}", "sessionToken": "{{Token}}" } },
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:{{port}}", "bucket": "data", "style": "path", "region": "us-east-1", "credentials": "c" } },
              "routes": [ { "path": "/", "upstream": "store" }{{routes}} ] }
            """);
        var file = directory.File("proxy.json");
        File.Move(draft, file, overwrite: true);
        return file;
    }
}
