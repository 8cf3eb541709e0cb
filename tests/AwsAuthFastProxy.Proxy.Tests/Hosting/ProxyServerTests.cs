using System.Net;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Hosting;

/// <summary>The whole server on real sockets: it binds, serves, takes another configuration, drains and stops.</summary>
public class ProxyServerTests
{
    public static TheoryData<string, int> Engines => OperatingSystem.IsLinux()
        ? new() { { "epoll", 1 }, { "epoll", 3 }, { "managed", 1 }, { "managed", 3 } }
        : new() { { "managed", 1 }, { "managed", 3 } };

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Server_ServesAppliesDrainsAndStops(string engine, int workers)
    {
        var options = new OriginOptions { Domain = "s3.example" };
        options.Credentials.Add(new OriginCredential(Models.AccessKey, Models.Secret));
        var store = new ObjectStore();
        store.Put("photos", "a", "hello"u8.ToArray());
        store.Put("photos", "b/a", "other"u8.ToArray());
        await using OriginListener origin = OriginListener.Start(new S3Origin(options, store));
        using var server = new ProxyServer(Model(origin, ""), workers, engine, new LogCollector());
        server.Start();
        IPEndPoint endPoint = Assert.Single(server.EndPoints);
        var url = new Uri($"http://{endPoint}/a");
        using var client = new HttpClient();

        Assert.Equal(engine, server.Engine);
        Assert.Equal("hello", await client.GetStringAsync(url));
        await server.Apply(Model(origin, "/b"));
        Assert.Equal("other", await UntilAsync(() => client.GetStringAsync(url), "other"));
        Assert.True(await server.DrainAsync(CancellationToken.None));
        Assert.Equal(0, server.Counters.Sum(static counters => counters.Clients));
        using var late = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetStringAsync(url));
        Assert.False(server.Failed.IsCompleted);
    }

    [Fact]
    public void PortInUse_IsNamed()
    {
        using var first = new ProxyServer(Model(port: 0), 1, "auto", new LogCollector());
        first.Start();
        int port = first.EndPoints[0].Port;
        using var second = new ProxyServer(Model(port), 1, "auto", new LogCollector());

        IOException error = Assert.Throws<IOException>(second.Start);

        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_GivesUpAfterItsTimeAndDisposeCutsOff()
    {
        using var server = new ProxyServer(Model(port: 0, TimeSpan.FromMilliseconds(50)), 1, "auto", new LogCollector());
        server.Start();
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(server.EndPoints[0]);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        await UntilAsync(() => Task.FromResult(server.Counters[0].Clients), 1L);

        Assert.False(await server.DrainAsync(CancellationToken.None));
        server.Dispose();

        Assert.Equal(0, await ReadAsync(client));
    }

    /// <summary>What is left to come; a connection that was cut off has nothing.</summary>
    private static async Task<int> ReadAsync(System.Net.Sockets.TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[100]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Other threads take their time: asks until the answer comes, without a bound of its own.</summary>
    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, T wanted)
    {
        T answer;
        do
        {
            answer = await ask();
            await Task.Yield();
        }
        while (!EqualityComparer<T>.Default.Equals(answer, wanted));
        return answer;
    }

    private static ProxyModel Model(OriginListener origin, string add)
    {
        UpstreamModel upstream = Models.Bucket(style: BucketStyle.Path, host: "127.0.0.1", port: origin.Port);
        return Model(upstream, 0, add, TimeSpan.FromSeconds(30));
    }

    private static ProxyModel Model(int port, TimeSpan? drain = null) =>
        Model(Models.Plain("127.0.0.1", 9), port, "", drain ?? TimeSpan.FromSeconds(30));

    private static ProxyModel Model(UpstreamModel upstream, int port, string add, TimeSpan drain)
    {
        ProxyModel model = Models.Of(upstream, route => route with { Add = add });
        return new ProxyModel
        {
            Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, port))],
            Upstreams = model.Upstreams,
            Routes = model.Routes,
            Timeouts = new TimeoutModel { Drain = drain, DrainIdle = TimeSpan.Zero },
        };
    }
}
