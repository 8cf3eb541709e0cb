using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

public class LoopThreadTests
{
    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task PostsFromOtherThreads_AllRunOnTheLoopInTheirOrder(string engine)
    {
        const int Threads = 4;
        const int Posts = 20_000;
        using var host = new LoopHost(engine);
        var last = new int[Threads];
        int wrong = 0;
        var done = new CountdownEvent(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (int i = 1; i <= Posts; i++)
            {
                int value = i;
                host.Loop.Post(
                    _ =>
                    {
                        wrong += last[number] == value - 1 && Loop.Current == host.Loop ? 0 : 1;
                        last[number] = value;
                        if (value == Posts)
                        {
                            done.Signal();
                        }
                    },
                    null);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        Assert.True(done.Wait(LoopHost.Bound));
        Assert.Equal(0, await host.RunAsync(() => wrong));
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public void StoppedLoop_EndsItsThreadAndTakesLatePostsInSilence(string engine)
    {
        bool ran = false;
        var thread = LoopThread.Create(engine, 1, _ => Assert.Fail("failed"));
        thread.Start();
        thread.Dispose();

        thread.Loop.Post(_ => ran = true, null);
        thread.Loop.Stop();

        Assert.False(ran);
        thread.Dispose();
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public void WorkThatThrows_IsToldToTheOwner(string engine)
    {
        Exception? failure = null;
        var ended = new ManualResetEventSlim();
        using var thread = LoopThread.Create(engine, 1, e => { failure = e; ended.Set(); });
        thread.Loop.Post(_ => throw new FormatException("bug"), null);
        thread.Start();

        Assert.True(ended.Wait(LoopHost.Bound));
        Assert.IsType<FormatException>(failure);
    }

    [Fact]
    public void AutoOnLinux_IsEpoll()
    {
        using var thread = LoopThread.Create("auto", 0, _ => { });

        Assert.Equal(OperatingSystem.IsLinux() ? "epoll" : "managed", thread.Loop.Engine);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task PortInUse_IsAnIoExceptionThatNamesIt(string engine)
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        using var host = new LoopHost(engine);

        IOException error = await Assert.ThrowsAsync<IOException>(() =>
            host.RunAsync(() => host.Loop.Listen((IPEndPoint)other.LocalEndPoint!, _ => { })));

        Assert.Contains(other.LocalEndPoint!.ToString()!, error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task NobodyListening_IsRefusedWithWords(string engine)
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var host = new LoopHost(engine);

        DialResult result = await host.RunAsync(async () =>
            await host.Loop.DialAsync((IPEndPoint)other.LocalEndPoint!, host.Loop.Now + 60_000));

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.Contains("refused", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Null(result.Connection);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("managed")]
    public async Task SilentPeer_TimesOutByTheLoopsClock(string engine)
    {
        // A full backlog: the kernel drops further SYNs without an answer.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(1);
        Socket[] fillers = [.. Enumerable.Range(0, 16).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        Task[] connects = [.. fillers.Select(filler => filler.ConnectAsync(silent.LocalEndPoint!))];
        var clock = new ManualClock();
        using var host = new LoopHost(engine, clock);
        Task<DialResult> dial = host.RunAsync(async () => await host.Loop.DialAsync((IPEndPoint)silent.LocalEndPoint!, 1000));
        await host.TurnAsync();
        Assert.False(dial.IsCompleted);
        clock.Advance(999);
        await host.TurnAsync();
        Assert.False(dial.IsCompleted);
        clock.Advance(1 + 32);
        await host.TurnAsync();

        DialResult result = await dial;
        Assert.Equal(IoStatus.TimedOut, result.Status);
        Assert.Equal("connect timed out", result.Error);
        foreach (Socket filler in fillers)
        {
            filler.Dispose();
        }

        await Task.WhenAll(connects.Select(connect => connect.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(LoopHost.Bound);
    }
}
