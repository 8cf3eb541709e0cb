using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using AwsAuthFastProxy.Tests.Shared;
using AwsAuthFastProxy.Transport.Linux;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>A process that gives way to a successor on SIGUSR2, and one whose successor comes to nothing.</summary>
public sealed class UpgradeProcessTests
{
    private const string Answer = "no-route";

    private static readonly Dictionary<string, string> s_variables = [];

    [Fact]
    public async Task Successor_ServesOnTheSameSocketsAndTheOldOneEnds()
    {
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", Write(directory), "--workers", "3");
        var (port, admin) = (await proxy.ListeningAsync(), proxy.AdminPort);
        using var kept = new HttpClient();
        await AssertServesAsync(kept, port);

        for (var generation = 1; generation <= 2; generation++)
        {
            var serving = generation == 1 ? proxy.Id : proxy.Successors[^1];
            proxy.Signal(serving, ProxyProcess.User2);
            await proxy.SuccessorAsync(generation);
            await AssertServesAsync(kept, port);
            using var fresh = new HttpClient();
            await AssertServesAsync(fresh, port);
            Assert.Equal("""{"ready":true,"reasons":[]}""", (await fresh.GetStringAsync(new Uri($"http://127.0.0.1:{admin}/readyz"))).Trim());
        }

        Assert.Equal(0, await proxy.EndedAsync());
        Assert.Contains($"took over 4 listening sockets from process {proxy.Id}.", proxy.Error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not ready", proxy.Error.Text, StringComparison.OrdinalIgnoreCase);
        proxy.Signal(proxy.Successors[^1], ProxyProcess.Terminate);
        await proxy.ExitAsync();
    }

    [Fact]
    public async Task SuccessorThatFails_IsToldAndTheOldOneServesOn()
    {
        using var directory = new TemporaryDirectory();
        var file = Write(directory);
        var good = File.ReadAllText(file);
        using var proxy = ProxyProcess.Start(s_variables, "run", "-c", file);
        var port = await proxy.ListeningAsync();
        Replace(directory, file, "{ \"listen\": 1 }");

        proxy.Signal(ProxyProcess.User2);
        await proxy.Error.WaitForAsync(" ended with status 2 before it served; its own lines say why. This process serves on.");
        using var client = new HttpClient();
        await AssertServesAsync(client, port);

        // An address that is in use by somebody else.
        using var other = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Replace(directory, file, good.Replace("\"admin\"", $$"""  "listen": [ { "address": "127.0.0.1:0" }, { "address": "127.0.0.1:{{((IPEndPoint)other.LocalEndpoint).Port}}" } ], "admin" """, StringComparison.Ordinal)
            .Replace("\"listen\": [ { \"address\": \"127.0.0.1:0\" } ],\n", "", StringComparison.Ordinal));
        proxy.Signal(ProxyProcess.User2);
        await proxy.Error.WaitForAsync(" ended with status 1 before it served; its own lines say why. This process serves on.");
        await AssertServesAsync(client, port);

        Replace(directory, file, good);
        proxy.Signal(ProxyProcess.User2);
        await proxy.SuccessorAsync(1);
        await AssertServesAsync(client, port);
        Assert.Equal(0, await proxy.EndedAsync());
    }

    [Fact]
    public async Task WhatLiesAtThePathNow_IsStarted()
    {
        using var directory = new TemporaryDirectory();
        var program = directory.File("program");
        File.CreateSymbolicLink(program, ProxyProgram.Host);
        using var proxy = ProxyProcess.StartBy(program, "run", "-c", Write(directory), "--workers", "1");
        var port = await proxy.ListeningAsync();
        var marker = directory.File("marker");
        Script(program, $"echo \"$2 $3\" > {marker}\nexec {ProxyProgram.Host} \"$@\"");

        proxy.Signal(ProxyProcess.User2);
        await proxy.SuccessorAsync(1);

        Assert.Equal("run -c", File.ReadAllText(marker).Trim());
        using var client = new HttpClient();
        await AssertServesAsync(client, port);
        Assert.Equal(0, await proxy.EndedAsync());
    }

    [Fact]
    public async Task SecondUpgradeAtATime_IsRefused_AndStoppingEndsTheSuccessorThatDoesNotServeYet()
    {
        using var directory = new TemporaryDirectory();
        var program = directory.File("program");
        File.CreateSymbolicLink(program, ProxyProgram.Host);
        using var proxy = ProxyProcess.StartBy(program, "run", "-c", Write(directory), "--workers", "1");
        await proxy.ListeningAsync();
        Script(program, "echo \"started $$\" >&2\nexec sleep 1000");

        proxy.Signal(ProxyProcess.User2);
        await proxy.Error.WaitForAsync("started ");
        proxy.Signal(ProxyProcess.User2);
        await proxy.Error.WaitForAsync("Upgrade refused: one is under way.");
        proxy.Signal(ProxyProcess.Terminate);

        // Ends with the last who holds its standard error: the successor is gone too.
        Assert.Equal(0, await proxy.ExitAsync());
        Assert.Contains("Upgrade failed: this process is stopping.", proxy.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_IsToldWhoTheServiceIs()
    {
        using var directory = new TemporaryDirectory();
        using var manager = new NotifySocket(directory.File("notify"));
        using var proxy = ProxyProcess.Start(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = directory.File("notify") }, "run", "-c", Write(directory));
        Assert.Equal("READY=1", await manager.NextAsync());

        proxy.Signal(ProxyProcess.User2);
        Assert.StartsWith("MAINPID=", await manager.NextAsync(), StringComparison.Ordinal);
        Assert.Equal("READY=1", await manager.NextAsync());
        await proxy.SuccessorAsync(1);
        Assert.Equal(0, await proxy.EndedAsync());

        proxy.Signal(proxy.Successors[0], ProxyProcess.Terminate);
        Assert.Equal("STOPPING=1", await manager.NextAsync());
        await proxy.ExitAsync();
    }

    [Fact]
    public async Task SocketOfSystemd_IsHandedOnAsWell()
    {
        using var directory = new TemporaryDirectory();
        using var manager = new NotifySocket(directory.File("notify"));
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        string config = Write(directory, port);
        string[] arguments =
            ["sh", "-c", "LISTEN_PID=$$ exec \"$@\" 2> " + directory.File("log"), "sh", .. ProxyProcess.Command, "run", "-c", config, "--workers", "2"];
        string[] variables = ["LISTEN_FDS=1", "NOTIFY_SOCKET=" + directory.File("notify"), "PATH=" + Environment.GetEnvironmentVariable("PATH")];
        var first = LinuxProcess.Start(
            "/bin/sh", [.. arguments.Select(Encoding.UTF8.GetBytes)], [.. variables.Select(Encoding.UTF8.GetBytes)], [listener.Server.SafeHandle]);
        int? second = null;
        try
        {
            Assert.Equal("READY=1", await manager.NextAsync());
            using var client = new HttpClient();
            await AssertServesAsync(client, port);
            ProxyProcess.SignalTo(first, ProxyProcess.User2);
            second = int.Parse((await manager.NextAsync())["MAINPID=".Length..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal("READY=1", await manager.NextAsync());
            Assert.Equal(0, LinuxProcess.Wait(first));
            await AssertServesAsync(client, port);

            ProxyProcess.SignalTo(second.Value, ProxyProcess.Terminate);
            Assert.Equal("STOPPING=1", await manager.NextAsync());
        }
        catch
        {
            LinuxProcess.Kill(first);
            if (second is { } left)
            {
                LinuxProcess.Kill(left);
            }

            throw;
        }
    }

    private static async Task AssertServesAsync(HttpClient client, int port)
    {
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/elsewhere"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(Answer, Assert.Single(answer.Headers.GetValues("x-proxy-error")));
    }

    private static void Script(string file, string text)
    {
        File.WriteAllText(file + ".new", "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(file + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static void Replace(TemporaryDirectory directory, string file, string text) => File.Move(directory.Write("draft.json", text), file, overwrite: true);

    private static string Write(TemporaryDirectory directory, int port = 0) => directory.Write(
        "proxy.json",
        $$"""
        { "listen": [ { "address": "127.0.0.1:{{port}}" } ],
          "admin": { "address": "127.0.0.1:0" },
          "timeouts": { "drainIdle": "1s" },
          "upstreams": { "store": { "endpoint": "http://127.0.0.1:1" } },
          "routes": [ { "path": "/here/", "upstream": "store" } ] }
        """);
}
