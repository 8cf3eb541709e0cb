using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AwsAuthFastProxy.Hosting;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>What systemd is told, and what it hands over.</summary>
public sealed class SystemdTests
{
    [Fact]
    public async Task Service_TellsItsLife()
    {
        using var directory = new TemporaryDirectory();
        using var manager = new NotifySocket(directory.File("notify"));
        string config = Write(directory);
        using var proxy = ProxyProcess.Start(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = directory.File("notify") }, "run", "-c", config);

        Assert.Equal("READY=1", await manager.NextAsync());
        proxy.Signal(ProxyProcess.HangUp);
        Assert.Matches(@"\ARELOADING=1\nMONOTONIC_USEC=\d+\z", await manager.NextAsync());
        Assert.Equal("READY=1", await manager.NextAsync());
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal("STOPPING=1", await manager.NextAsync());
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task Service_GivesSignsOfLifeWhileItsLoopsTurn()
    {
        using var directory = new TemporaryDirectory();
        using var manager = new NotifySocket(directory.File("notify"));
        var variables = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = directory.File("notify"), ["WATCHDOG_USEC"] = "200000" };
        using var proxy = ProxyProcess.Start(variables, "run", "-c", Write(directory));

        Assert.Equal("READY=1", await manager.NextAsync());
        Assert.Equal("WATCHDOG=1", await manager.NextAsync());
        Assert.Equal("WATCHDOG=1", await manager.NextAsync());
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task AbstractSocket_IsSpokenToAsWell()
    {
        string name = $"aafp-test-{Guid.NewGuid()}";
        using var manager = new NotifySocket("\0" + name);
        using var systemd = new Systemd(variable => variable == "NOTIFY_SOCKET" ? "@" + name : null);

        systemd.Ready();

        Assert.Equal("READY=1", await manager.NextAsync());
    }

    [Theory]
    [InlineData("1000000", null, 1.0)]
    [InlineData("1000000", "1", null)]
    [InlineData("", null, null)]
    [InlineData("-5", null, null)]
    [InlineData(null, null, null)]
    public void WatchdogOfAnotherProcess_IsNotOurs(string? microseconds, string? pid, double? seconds)
    {
        using var systemd = new Systemd(variable => variable == "WATCHDOG_USEC" ? microseconds : variable == "WATCHDOG_PID" ? pid : null);

        Assert.Equal(seconds, systemd.WatchdogPeriod?.TotalSeconds);
        systemd.Alive();
    }

    [Fact]
    public void SocketsOfAnotherProcess_AreNotOurs() =>
        Assert.Empty(InheritedSockets.Read(static variable => variable == "LISTEN_PID" ? "1" : variable == "LISTEN_FDS" ? "1" : null));

    [Fact]
    public void DescriptorThatIsNoSocket_IsSaid()
    {
        string pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

        IOException error = Assert.Throws<IOException>(() => InheritedSockets.Read(variable => variable == "LISTEN_PID" ? pid : variable == "LISTEN_FDS" ? "100000" : null));

        Assert.StartsWith("LISTEN_FDS: descriptor ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SocketNobodyNames_IsSaid()
    {
        var sockets = new Dictionary<IPEndPoint, IReadOnlyList<SafeHandle>> { [IPEndPoint.Parse("127.0.0.1:80")] = [] };

        Assert.Null(InheritedSockets.Unclaimed(sockets, [IPEndPoint.Parse("127.0.0.1:80"), IPEndPoint.Parse("127.0.0.1:81")]));
        Assert.Equal(
            "a socket was handed over for 127.0.0.1:80, which no \"listen\" of the configuration names; it names 0.0.0.0:80",
            InheritedSockets.Unclaimed(sockets, [IPEndPoint.Parse("0.0.0.0:80")]));
    }

    [Fact]
    public async Task HandedOverSocket_IsServedByAllLoopsAndOutlivesThem()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var endPoint = (IPEndPoint)listener.LocalEndPoint!;
        var inherited = new Dictionary<IPEndPoint, IReadOnlyList<SafeHandle>> { [endPoint] = [listener.SafeHandle] };

        for (int generation = 0; generation < 2; generation++)
        {
            using var server = new ProxyServer(
                new ProxyModel { Listeners = [new ListenerModel(endPoint)], Upstreams = [], Routes = [] }, workers: 3, "epoll", NullLogger.Instance);

            // Before anybody serves it waits, and is not refused.
            using var client = new HttpClient();
            Task<HttpResponseMessage> early = client.GetAsync(new Uri($"http://{endPoint}/"));
            server.Bind(inherited);
            server.Run();
            Assert.Equal(HttpStatusCode.NotFound, (await early).StatusCode);
            Assert.Equal(endPoint, Assert.Single(server.EndPoints));
            Assert.True(await server.DrainAsync(CancellationToken.None));
        }
    }

    private static string Write(TemporaryDirectory directory) => directory.Write(
        "proxy.json",
        """
        { "listen": [ { "address": "127.0.0.1:0" } ],
          "upstreams": { "store": { "endpoint": "http://127.0.0.1:1" } },
          "routes": [ { "path": "/", "upstream": "store" } ] }
        """);
}
