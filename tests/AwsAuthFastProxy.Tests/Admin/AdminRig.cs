using System.Net;
using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.Admin;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using Microsoft.Extensions.Logging.Abstractions;

namespace AwsAuthFastProxy.Tests.Admin;

/// <summary>A running proxy with its admin listener, and a client of it that speaks raw HTTP.</summary>
internal sealed class AdminRig : IDisposable
{
    private readonly AdminServer _admin;

    public AdminRig(CredentialSource? credentials = null, DateTimeOffset? now = null, string written = "", bool start = true)
    {
        var upstream = new UpstreamModel
        {
            Name = "store",
            EndpointHost = "127.0.0.1",
            EndpointPort = 1,
            Credentials = credentials ?? new SecretCredentials("c", "AKIDEXAMPLE", "SECRET/of/the/test", sessionToken: null),
        };
        var model = new ProxyModel
        {
            Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, 0))],
            Upstreams = [upstream],
            Routes = [new RouteModel { PathPrefix = "/", Upstream = upstream, Sign = true }],
            Admin = new AdminModel { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) },
            Written = written,
        };
        var clock = new FixedClock(now ?? FixedClock.OfCases().GetUtcNow());
        Server = new ProxyServer(model, workers: 2, "auto", NullLogger.Instance);
        _admin = AdminServer.Bind(Server, clock, NullLogger.Instance)!;
        _admin.Run();
        if (start)
        {
            Server.Start();
        }
    }

    public ProxyServer Server { get; }

    public IPEndPoint EndPoint => _admin.EndPoint!;

    /// <summary>Sends bytes, ends its side, and returns all that comes.</summary>
    public async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(EndPoint);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Status and body of a page.</summary>
    public async Task<(int Status, string Body)> GetAsync(string path)
    {
        string answer = await SendAsync($"GET {path} HTTP/1.1\r\nHost: admin\r\n\r\n");
        return (int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture), answer.Split("\r\n\r\n", 2)[1]);
    }

    public void Dispose()
    {
        _admin.Dispose();
        Server.Dispose();
    }
}
