using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.Hostile.Tests.Soaking;
using AwsAuthFastProxy.Tests.Processes;
using AwsAuthFastProxy.Transport.Linux;
using Xunit.Abstractions;
using ProxyProcess = AwsAuthFastProxy.Tests.Processes.ProxyProcess;

namespace AwsAuthFastProxy.Hostile.Tests.Life;

/// <summary>
/// The executable reloaded, drained, upgraded and given other keys under load, again and again: no request fails, no connection is refused. A hundred
/// times each with AAFP_SOAK=1, three times else.
/// </summary>
[Collection(nameof(LifeTests))]
public class LifeTests(ITestOutputHelper output)
{
    private const int Clients = 12;

    private static readonly int s_repetitions = Soak.IsOn ? 100 : 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Reload_LosesNothing()
    {
        await using var site = new LifeSite();
        using var proxy = ProxyProcess.Start(new Dictionary<string, string>(), "run", "-c", site.Config, "--workers", "2");
        var endPoint = new IPEndPoint(IPAddress.Loopback, await proxy.ListeningAsync());

        await UnderLoadAsync(site, endPoint, repetition => ReloadAsync(proxy, () => site.Write(repetition)));

        Assert.Equal(2, site.Signers.Count);
        Assert.DoesNotContain(" fail: ", proxy.Error.Text, StringComparison.Ordinal);
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task KeyRotation_LosesNothing()
    {
        await using var site = new LifeSite();
        using var proxy = ProxyProcess.Start(new Dictionary<string, string>(), "run", "-c", site.Config, "--workers", "2");
        var endPoint = new IPEndPoint(IPAddress.Loopback, await proxy.ListeningAsync());

        await UnderLoadAsync(site, endPoint, repetition => ReloadAsync(proxy, () => site.WriteKey(repetition)));

        Assert.Equal(2, site.Signers.Count);
        Assert.DoesNotContain(" fail: ", proxy.Error.Text, StringComparison.Ordinal);
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task Upgrade_LosesNothing()
    {
        await using var site = new LifeSite();
        using var proxy = ProxyProcess.Start(new Dictionary<string, string>(), "run", "-c", site.Config, "--workers", "2");
        var endPoint = new IPEndPoint(IPAddress.Loopback, await proxy.ListeningAsync());
        var ready = new Uri($"http://127.0.0.1:{proxy.AdminPort}/readyz");
        int serving = proxy.Id;

        await UnderLoadAsync(site, endPoint, async repetition =>
        {
            proxy.Signal(serving, ProxyProcess.User2);
            (int old, serving) = (serving, await proxy.SuccessorAsync(repetition));
            await UntilAsync(() => HasEnded(old), "the old process has ended");
            using var client = new HttpClient();
            Assert.Equal("""{"ready":true,"reasons":[]}""", (await client.GetStringAsync(ready)).Trim());
        });

        Assert.DoesNotContain(" fail: ", proxy.Error.Text, StringComparison.Ordinal);
        proxy.Signal(serving, ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
    }

    /// <summary>Instances take turns behind a socket that somebody else holds, as systemd or a balancer would; each drains when the next one serves.</summary>
    [Fact]
    public async Task Drain_LosesNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(4096);
        var endPoint = (IPEndPoint)listener.LocalEndpoint;
        await using var site = new LifeSite(endPoint.Port);
        using var manager = new NotifySocket(site.File("notify"));
        int serving = await StartInstanceAsync(site, listener, manager);
        try
        {
            await UnderLoadAsync(site, endPoint, async _ =>
            {
                int next = await StartInstanceAsync(site, listener, manager);
                ProxyProcess.SignalTo(serving, ProxyProcess.Terminate);
                (int old, serving) = (serving, next);
                Assert.Equal("STOPPING=1", await manager.NextAsync());
                Assert.Equal(0, await Task.Run(() => LinuxProcess.Wait(old)).WaitAsync(s_patience));
            });
        }
        finally
        {
            LinuxProcess.Kill(serving);
            LinuxProcess.Wait(serving);
        }

        Assert.DoesNotContain(" fail: ", await File.ReadAllTextAsync(site.File("log")), StringComparison.Ordinal);
    }

    private static bool HasEnded(int process)
    {
        try
        {
            // proc(5): the state stands behind the name. One that nobody has asked after yet is a zombie.
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Looks every few milliseconds: the machine is to work for those who are looked at.</summary>
    private static async Task UntilAsync(Func<bool> isSo, string what)
    {
        long began = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < s_patience, $"not yet: {what}");
            await pace.WaitForNextTickAsync();
        }
    }

    private static async Task ReloadAsync(ProxyProcess proxy, Action change)
    {
        int before = proxy.Error.Text.Split("Reloaded ").Length;
        change();
        proxy.Signal(ProxyProcess.HangUp);
        await proxy.Error.WaitForAsync("Reloaded ", before);
    }

    private static async Task<int> StartInstanceAsync(LifeSite site, TcpListener listener, NotifySocket manager)
    {
        string[] arguments =
            ["sh", "-c", $"LISTEN_PID=$$ exec \"$@\" 2>> {site.File("log")}", "sh", .. ProxyProcess.Command, "run", "-c", site.Config, "--workers", "2"];
        string[] variables = ["LISTEN_FDS=1", "NOTIFY_SOCKET=" + site.File("notify"), "PATH=" + Environment.GetEnvironmentVariable("PATH")];
        int process = LinuxProcess.Start(
            "/bin/sh", [.. arguments.Select(Encoding.UTF8.GetBytes)], [.. variables.Select(Encoding.UTF8.GetBytes)], [listener.Server.SafeHandle]);
        Assert.Equal("READY=1", await manager.NextAsync());
        return process;
    }

    /// <summary>Does something so many times while clients ask; nobody may notice.</summary>
    private async Task UnderLoadAsync(LifeSite site, IPEndPoint endPoint, Func<int, Task> disturbAsync)
    {
        var tally = new StrictTally();
        var generator = new LoadGenerator(endPoint, LifeSite.Path);
        using var over = new CancellationTokenSource();
        bool generates = LoadGenerator.IsInstalled;
        Assert.True(generates || !Soak.IsOn, "wrk and h2load are needed: apt-get install wrk nghttp2-client");
        Task[] load =
        [
            .. Enumerable.Range(0, Clients).Select(id => new StrictClient(id, endPoint, LifeSite.Path, site.Content, tally).RunAsync(over.Token)),
            generates ? generator.RunAsync(over.Token) : Task.CompletedTask,
        ];
        await UntilAsync(() => tally.Right + tally.Failures.Count > Clients, "clients are served");
        long began = Stopwatch.GetTimestamp();
        try
        {
            for (int repetition = 1; repetition <= s_repetitions; repetition++)
            {
                long before = tally.Right;
                await disturbAsync(repetition);
                await UntilAsync(() => tally.Right - before >= Clients || !tally.Failures.IsEmpty, "clients are served on");
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(load).WaitAsync(s_patience + s_patience);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{s_repetitions} times in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s; {tally.Right} requests on {tally.Connections} connections, {generator.Requests} of wrk and h2load"));
        }

        Assert.True(tally.Failures.IsEmpty, $"{tally.Failures.Count} failed:\n{string.Join('\n', tally.Failures.Take(20))}");
        Assert.True(generator.Failures.Count == 0, string.Join('\n', generator.Failures.Take(3)));
    }
}
