using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>The process's file descriptors: alone, since they are counted and taken away.</summary>
[Collection(nameof(AloneCollection))]
[SupportedOSPlatform("linux")]
public class DescriptorTests
{
    private const int RlimitNoFile = 7;

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task DialsThatFailOrSucceed_LeaveNoSocketBehind(string engine)
    {
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var host = new LoopHost(engine);
        Listener listener = await host.ListenAsync(connection => connection.Close());
        await DialAsync(10);
        int before = CountSockets();
        await DialAsync(100);

        // The last peers' ends may be closed a moment later.
        Assert.True(SpinWait.SpinUntil(() => CountSockets() <= before + 3, LoopHost.Bound), $"{before} grew to {CountSockets()}");

        async Task DialAsync(int count) => await host.RunAsync(async () =>
        {
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(IoStatus.Failed, (await host.Loop.DialAsync((IPEndPoint)nobody.LocalEndPoint!, host.Loop.Now + 60_000)).Status);
                (await host.DialAsync(listener.EndPoint)).Close();
            }
        });
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task NoDescriptorLeft_PausesAcceptingAndFailsDialsButEndsNothing(string engine)
    {
        var clock = new ManualClock();
        using var host = new LoopHost(engine, clock);
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Listener listener = await host.ListenAsync(connection =>
        {
            connection.Close();
            accepted.SetResult();
        });
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // One exchange on the same paths first: what they load and open once is open then.
        await host.RunAsync(async () => await host.Loop.DialAsync((IPEndPoint)client.LocalEndPoint!, host.Loop.Now + 60_000));
        DialResult dial = default;
        Assert.Equal(0, GetLimit(RlimitNoFile, out Limit limit));
        var none = limit with { Soft = 3 };
        try
        {
            Assert.Equal(0, SetLimit(RlimitNoFile, none));
            client.Connect(listener.EndPoint);
            await host.TurnAsync();
            dial = await host.RunAsync(async () => await host.Loop.DialAsync(listener.EndPoint, host.Loop.Now + 60_000));
        }
        finally
        {
            Assert.Equal(0, SetLimit(RlimitNoFile, limit));
        }

        Assert.Equal(IoStatus.Failed, dial.Status);
        Assert.Contains("open files", dial.Error, StringComparison.OrdinalIgnoreCase);
        await host.TurnAsync();
        // Managed sockets try to accept on a thread of their own, perhaps only now.
        Assert.False(engine == "epoll" && accepted.Task.IsCompleted);
        clock.Advance(200);
        await host.TurnAsync();
        await accepted.Task.WaitAsync(LoopHost.Bound);
    }

    // Sockets only: the runtime opens assemblies when it likes.
    private static int CountSockets() => Directory.GetFileSystemEntries("/proc/self/fd").Count(entry =>
        new FileInfo(entry).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(nuint Soft, nuint Hard);
}
