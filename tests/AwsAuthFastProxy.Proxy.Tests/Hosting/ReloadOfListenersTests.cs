using System.Net;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Hosting;

/// <summary>Sockets keep their place across a reload; which server they lead to is told by their address, wherever a file names it.</summary>
public sealed class ReloadOfListenersTests : IDisposable
{
    private static readonly IPEndPoint s_open = new(IPAddress.Parse("127.0.0.1"), 0);
    private static readonly IPEndPoint s_internal = new(IPAddress.Parse("127.0.0.2"), 0);
    private static readonly IPEndPoint s_other = new(IPAddress.Parse("127.0.0.3"), 0);

    private readonly ProxyServer _server = new(Model(s_open, s_internal), 2, "auto", new LogCollector());
    private readonly HttpClient _client = new();

    public ReloadOfListenersTests() => _server.Start();

    public static TheoryData<string[]> Orders => [["127.0.0.2", "127.0.0.1"], ["127.0.0.3", "127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.3", "127.0.0.1"]];

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task AnotherOrder_LeadsToTheSameServers(string[] addresses)
    {
        Assert.Equal(["127.0.0.1:0", "127.0.0.2:0"], [await AskAsync(0), await AskAsync(1)]);

        await _server.Apply(Model([.. addresses.Select(static address => new IPEndPoint(IPAddress.Parse(address), 0))]));

        Assert.Equal(["127.0.0.1:0", "127.0.0.2:0"], [await AskAsync(0), await AskAsync(1)]);
    }

    /// <summary>Not the top-level routes, which are for listeners that the file names and no server does.</summary>
    [Fact]
    public async Task ListenerThatIsNotNamedAnyMore_LeadsNowhere()
    {
        ProxyModel without = Model(s_open, s_other);
        RouteModel open = new() { PathPrefix = "/", Rewrite = [new Rewrites().Return(200, "top-level")] };

        await _server.Apply(without with { Routes = [.. without.Routes, open] });

        Assert.Equal("127.0.0.1:0", await AskAsync(0));
        using HttpResponseMessage response = await _client.GetAsync(new Uri($"http://{_server.EndPoints[1]}/"));
        Assert.Equal("no-route", response.Headers.GetValues("x-proxy-error").Single());
    }

    private async Task<string> AskAsync(int listener) => await _client.GetStringAsync(new Uri($"http://{_server.EndPoints[listener]}/"));

    /// <summary>A server for each address, which answers with it.</summary>
    private static ProxyModel Model(params IPEndPoint[] addresses)
    {
        ServerModel[] servers = [.. addresses.Select(static address => new ServerModel { Label = address.ToString(), Listeners = [address] })];
        return new ProxyModel
        {
            Listeners = [.. addresses.Select(static address => new ListenerModel(address))],
            Upstreams = [],
            Servers = servers,
            Routes = [.. servers.Select(static server => new RouteModel { PathPrefix = "/", Server = server, Rewrite = [new Rewrites().Return(200, server.Label)] })],
        };
    }
}
