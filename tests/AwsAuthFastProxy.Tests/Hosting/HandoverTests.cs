using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using AwsAuthFastProxy.Hosting;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Tests.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AwsAuthFastProxy.Tests.Hosting;

/// <summary>What passes between a process and its successor: sockets, the text about them, the program's path.</summary>
public sealed class HandoverTests
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public async Task ClientsWhoWaitInTheSockets_AreServedByASuccessorWithOtherWorkers(int before, int after)
    {
        using var first = new ProxyServer(Model(), before, "epoll", NullLogger.Instance);
        first.Start();
        IReadOnlyList<ListeningSocket> sockets = await first.ShareAsync();
        Assert.Equal(before, sockets.Count);
        Assert.True(await first.DrainAsync(CancellationToken.None));

        // Nobody accepts: they wait, spread over all the sockets.
        HttpClient[] clients = [.. Enumerable.Range(0, 32).Select(static _ => new HttpClient())];
        Task<HttpResponseMessage>[] answers = [.. clients.Select(client => client.GetAsync(new Uri($"http://{first.EndPoints[0]}/")))];
        using var second = new ProxyServer(Model(), after, "epoll", NullLogger.Instance);
        second.Bind(sockets.GroupBy(static socket => socket.EndPoint).ToDictionary(
            static group => group.Key, static group => (IReadOnlyList<SafeHandle>)[.. group.Select(static socket => socket.Handle)]));
        Assert.Equal(first.EndPoints, second.EndPoints);
        second.Run();

        foreach (Task<HttpResponseMessage> answer in answers)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await answer.WaitAsync(TimeSpan.FromSeconds(60))).StatusCode);
        }

        // Each socket once, whoever shares it.
        IReadOnlyList<ListeningSocket> again = await second.ShareAsync();
        Assert.Equal(before, again.Count);
        foreach (ListeningSocket socket in sockets.Concat(again))
        {
            socket.Dispose();
        }

        Assert.True(await second.DrainAsync(CancellationToken.None));
        using var late = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync(new Uri($"http://{first.EndPoints[0]}/")));
        Array.ForEach(clients, static client => client.Dispose());
    }

    [Fact]
    public async Task SuccessorThatIsNotReadyInTime_IsEnded()
    {
        using var directory = new TemporaryDirectory();
        using var server = new ProxyServer(Model(), 1, "epoll", NullLogger.Instance);
        server.Start();
        using var systemd = new Systemd(static _ => null);
        using var lines = new OutputLines();
        using var factory = new LoggerFactory([new LineLoggerProvider(lines)]);
        var program = new StartedProgram("/bin/sleep", ["sleep"u8.ToArray(), "1000"u8.ToArray()]);
        using var upgrade = new Upgrade(program, server, null, systemd, new HastyClock(), factory.CreateLogger("test"));

        upgrade.Begin();
        await lines.WaitForAsync(" was not ready within 30 s and was ended. This process serves on.");

        int process = int.Parse(lines.Text.Split("process ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.False(upgrade.Done.IsCompleted);
    }

    [Fact]
    public async Task ProgramThatIsGone_FailsTheUpgradeAndIsNamed()
    {
        using var server = new ProxyServer(Model(), 1, "epoll", NullLogger.Instance);
        server.Start();
        using var systemd = new Systemd(static _ => null);
        using var lines = new OutputLines();
        using var factory = new LoggerFactory([new LineLoggerProvider(lines)]);
        using var upgrade = new Upgrade(new StartedProgram("/nowhere/proxy", ["proxy"u8.ToArray()]), server, null, systemd, TimeProvider.System, factory.CreateLogger("test"));

        upgrade.Begin();
        await lines.WaitForAsync("Upgrade failed: cannot start /nowhere/proxy: ");
    }

    [Fact]
    public async Task ManagedEngine_SaysThatItCannot()
    {
        using var server = new ProxyServer(Model(), 1, "managed", NullLogger.Instance);
        server.Start();
        using var systemd = new Systemd(static _ => null);
        using var lines = new OutputLines();
        using var factory = new LoggerFactory([new LineLoggerProvider(lines)]);
        using var upgrade = new Upgrade(StartedProgram.OfProcess(), server, null, systemd, TimeProvider.System, factory.CreateLogger("test"));

        upgrade.Begin();
        await lines.WaitForAsync("Upgrade failed: this engine cannot hand over listening sockets; it needs --transport epoll. This process serves on.");
        await upgrade.StopAsync();
        upgrade.Begin();
        await lines.WaitForAsync("Upgrade refused: the process is stopping.");
    }

    [Fact]
    public void Path_IsThatWhichWasCalled()
    {
        using var directory = new TemporaryDirectory();
        string running = new FileInfo(ProxyProgram.Host).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? ProxyProgram.Host;
        string link = directory.File("link");
        File.CreateSymbolicLink(link, ProxyProgram.Host);

        Assert.Equal(link, StartedProgram.FileOf(link, running));
        Assert.Equal(ProxyProgram.Host, StartedProgram.FileOf("dotnet", running));
        Assert.Equal(running, StartedProgram.FileOf("-dotnet: by another name", running));
        Assert.Equal(running, StartedProgram.FileOf(directory.Write("other", "x"), running));
    }

    [Fact]
    public void Text_IsReadAsItWasWritten()
    {
        var handover = new HandoverText(4711, [new(false, IPEndPoint.Parse("0.0.0.0:0")), new(false, IPEndPoint.Parse("[::1]:443")), new(true, IPEndPoint.Parse("127.0.0.1:9901"))]);

        Assert.Equal("4711 listen/0.0.0.0:0 listen/[::1]:443 admin/127.0.0.1:9901", handover.ToString());
        Assert.True(HandoverText.TryParse(handover.ToString(), out HandoverText? read));
        Assert.Equal(handover.Predecessor, read.Predecessor);
        Assert.Equal(handover.Sockets, read.Sockets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1 ")]
    [InlineData("1 listen/")]
    [InlineData("1 other/127.0.0.1:1")]
    [InlineData("1 admin/localhost:1")]
    public void TextOfAnybodyElse_IsNone(string text) => Assert.False(HandoverText.TryParse(text, out _));

    [Fact]
    public void HandoverToAnotherProcess_IsNotOurs() => Assert.Null(Predecessor.Find(static _ => "1234567890 listen/127.0.0.1:1"));

    [Fact]
    public void Environment_IsHandedOnWithoutWhatWasMeantForThisProcess()
    {
        string[] variables = [.. StartedProgram.Variables(new HandoverText(1, [])).Select(Encoding.UTF8.GetString)];

        Assert.Contains(variables, static text => text.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.Equal("AAFP_HANDOVER=1", variables[^1]);
        Assert.DoesNotContain(variables, static text => text.StartsWith("LISTEN_", StringComparison.Ordinal) || text.StartsWith("WATCHDOG_PID", StringComparison.Ordinal));
    }

    private static ProxyModel Model() => new()
    {
        Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, 0))],
        Upstreams = [],
        Routes = [],
        Timeouts = new TimeoutModel { DrainIdle = TimeSpan.Zero },
    };

    /// <summary>Every time is over at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class LineLoggerProvider(OutputLines lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.WriteLine(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
