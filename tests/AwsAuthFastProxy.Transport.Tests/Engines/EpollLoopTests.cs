using System.Net;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Linux;
using SocketAddress = AwsAuthFastProxy.Transport.Linux.SocketAddress;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

[SupportedOSPlatform("linux")]
public sealed class EpollLoopTests() : LoopContractTests("epoll")
{
    [Fact]
    public async Task SecondLoop_SharesThePortButAStrangerIsFound()
    {
        using var first = new LoopHost("epoll");
        using var second = new LoopHost("epoll");
        Listener one = await first.ListenAsync(connection => connection.Close());
        Listener two = await second.RunAsync(() => second.Loop.Listen(one.EndPoint, connection => connection.Close()));
        Assert.Equal(one.EndPoint, two.EndPoint);

        IOException error = Assert.Throws<IOException>(() => LinuxSocket.Probe(one.EndPoint));

        Assert.Contains(one.EndPoint.ToString(), error.Message, StringComparison.Ordinal);
        await first.RunAsync(() => { one.Close(); return true; });
        await second.RunAsync(() => { two.Close(); return true; });
        LinuxSocket.Probe(one.EndPoint);
    }

    [Fact]
    public void LinkLocalAddress_SurvivesTheKernelsForm()
    {
        var endPoint = new IPEndPoint(IPAddress.Parse("fe80::1%3"), 443);
        byte[] bytes = new byte[SocketAddress.MaxLength];

        Assert.Equal(SocketAddress.MaxLength, SocketAddress.Write(endPoint, bytes));
        Assert.Equal(endPoint, SocketAddress.Read(bytes));
        endPoint = new IPEndPoint(IPAddress.Parse("192.0.2.77"), 65_535);
        Assert.Equal(16, SocketAddress.Write(endPoint, bytes));
        Assert.Equal(endPoint, SocketAddress.Read(bytes));
    }

    [Fact]
    public async Task AddressOfNobody_FailsToDialWithWords()
    {
        using var host = new LoopHost("epoll");
        DialResult result = await host.RunAsync(async () =>
            await host.Loop.DialAsync(new IPEndPoint(IPAddress.Parse("255.255.255.255"), 1), host.Loop.Now + 60_000));

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.Null(result.Connection);
        Assert.NotEmpty(result.Error!);
    }
}
