using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>The process's file descriptors: alone, since they are counted.</summary>
[Collection(nameof(AloneCollection))]
[SupportedOSPlatform("linux")]
public class DescriptorTests
{
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

    /// <remarks>
    /// A listening socket that was shut down makes accept(2) fail as a lack of descriptors does, for this socket alone: a limit on
    /// descriptors would hold for the runtime as well, which may end the process when it can open nothing.
    /// </remarks>
    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task AcceptFails_PausesAndGoesOnLater(string engine)
    {
        var clock = new ManualClock();
        using var host = new LoopHost(engine, clock);
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Listener listener = await host.ListenAsync(connection =>
        {
            connection.Close();
            accepted.SetResult();
        });
        using Socket same = ListeningSocket(listener.EndPoint);
        same.Shutdown(SocketShutdown.Receive);
        await host.TurnAsync();
        same.Listen(16);
        // Linux gives it another port, which the first object does not know of.
        using var reopened = new Socket(new SafeSocketHandle(same.Handle, ownsHandle: false));
        using Socket client = await LoopHost.ConnectAsync((IPEndPoint)reopened.LocalEndPoint!);
        await host.TurnAsync();

        // Managed sockets try to accept on a thread of their own, perhaps only now.
        Assert.False(engine == "epoll" && accepted.Task.IsCompleted);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                clock.Advance(200);
                return accepted.Task.Wait(1);
            },
            LoopHost.Bound));
    }

    // Sockets only: the runtime opens assemblies when it likes.
    private static int CountSockets() => Directory.GetFileSystemEntries("/proc/self/fd").Count(entry =>
        new FileInfo(entry).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    /// <summary>The descriptor of a listener, under a handle that does not own it.</summary>
    private static Socket ListeningSocket(IPEndPoint endPoint)
    {
        foreach (string entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (new FileInfo(entry).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
            {
                var socket = new Socket(new SafeSocketHandle(int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture), ownsHandle: false));
                if (endPoint.Equals(socket.LocalEndPoint) && !socket.Connected)
                {
                    return socket;
                }

                socket.Dispose();
            }
        }

        throw new InvalidOperationException($"nobody listens on {endPoint}");
    }
}
