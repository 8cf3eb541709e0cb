using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using AwsAuthFastProxy.Admin;
using AwsAuthFastProxy.CommandLine;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// The life of a serving process: start, reload on SIGHUP or a change of the file, drain on SIGTERM or SIGINT, stop at once on a second,
/// give way to a successor on SIGUSR2.
/// </summary>
internal sealed class ServeHost(RunOptions options, CommandEnvironment environment, InvocationConfiguration output) : IDisposable
{
    // signal(7): 10 on every architecture .NET runs on but MIPS.
    private const int Sigusr1 = 10;
    private const int Sigusr2 = 12;

    // A successor that nobody waits for takes its time: its predecessor does not wait for more than 30 s.
    private static readonly TimeSpan s_successorPatience = TimeSpan.FromSeconds(25);

    private readonly TaskCompletionSource _drain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Serves <paramref name="model"/>. Returns an exit status: 0 after a drain, 1 when it failed.</summary>
    public async Task<int> RunAsync(ProxyModel model)
    {
        using LoggerFactory factory = Log.CreateFactory(environment.Clock);
        ILogger logger = factory.CreateLogger("proxy");
        string engine = options.Transport switch
        {
            TransportChoice.Epoll => "epoll",
            TransportChoice.Managed => "managed",
            _ => "auto",
        };

        ProxyServer server;
        try
        {
            server = new ProxyServer(model, options.Workers ?? Environment.ProcessorCount, engine, logger, environment.Clock);
        }
        catch (PlatformNotSupportedException e)
        {
            await output.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitStatus.Failed;
        }

        // Outlives the server: its loops sign until they end.
        using var credentials = new RunningCredentials(environment.Clock, logger);
        using (server)
        {
            using Predecessor? predecessor = OperatingSystem.IsLinux() ? Predecessor.Find(environment.Variable) : null;
            await credentials.StartAsync(model, predecessor is null ? RunningCredentials.Patience : s_successorPatience).ConfigureAwait(false);
            return await ServeAsync(server, credentials, predecessor, logger).ConfigureAwait(false);
        }
    }

    private async Task<int> ServeAsync(ProxyServer server, RunningCredentials credentials, Predecessor? predecessor, ILogger logger)
    {
        // Before it says that it listens: who waits for that may send a signal at once, and must not end the process by it.
        using var systemd = new Systemd(environment.Variable);
        using var reload = new ConfigReload(options.ConfigFile, environment, server, credentials, systemd, logger);
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStopSignal);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStopSignal);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            reload.Now();
        });

        using PosixSignalRegistration reopen = PosixSignalRegistration.Create((PosixSignal)Sigusr1, context =>
        {
            context.Cancel = true;
            server.ReopenLogs();
        });

        AdminServer? admin = null;
        try
        {
            admin = Bind(server, predecessor, logger);
            if (predecessor is not null)
            {
                await TakeOverAsync(predecessor, server, logger).ConfigureAwait(false);
            }
        }
        catch (IOException e)
        {
            admin?.Dispose();
            await output.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitStatus.Failed;
        }

        using (admin)
        using (var upgrade = new Upgrade(StartedProgram.OfProcess(), server, admin, systemd, environment.Clock, logger))
        using (PosixSignalRegistration.Create((PosixSignal)Sigusr2, context =>
        {
            context.Cancel = true;
            upgrade.Begin();
        }))
        {
            admin?.Run();
            server.Run();
            if (predecessor is not null)
            {
                await predecessor.ServingAsync().ConfigureAwait(false);
                predecessor.Dispose();
            }

            return await ServeAsync(server, systemd, upgrade).ConfigureAwait(false);
        }
    }

    /// <summary>Binds what listens, or takes it over; nobody is accepted yet.</summary>
    private AdminServer? Bind(ProxyServer server, Predecessor? predecessor, ILogger logger)
    {
        AdminServer? admin = AdminServer.Bind(server, environment.Clock, logger, predecessor?.Admin);
        try
        {
            if (predecessor is not null)
            {
                // What the configuration does not name any more closes with the predecessor.
                server.Bind(predecessor.Listeners);
                return admin;
            }

            IReadOnlyDictionary<IPEndPoint, IReadOnlyList<SafeHandle>> inherited = InheritedSockets.Read(environment.Variable);
            if (InheritedSockets.Unclaimed(inherited, server.Model.Listeners.Select(static listener => listener.EndPoint)) is { } unclaimed)
            {
                throw new IOException(unclaimed);
            }

            server.Bind(inherited);
            foreach (SafeHandle handle in inherited.Values.SelectMany(static handles => handles))
            {
                handle.Dispose();
            }

            return admin;
        }
        catch
        {
            admin?.Dispose();
            throw;
        }
    }

    /// <summary>Waits to be let serve.</summary>
    /// <exception cref="IOException">Requests would be answered 503 here.</exception>
    private async Task TakeOverAsync(Predecessor predecessor, ProxyServer server, ILogger logger)
    {
        if (new Readiness(server, environment.Clock).Reasons().FirstOrDefault(static reason => reason.Reason == Readiness.NoKey) is { } reason)
        {
            throw new IOException($"not taking over: {reason.Detail}");
        }

        await predecessor.PreparedAsync().ConfigureAwait(false);
        Log.TookOver(logger, predecessor.Sockets, predecessor.Process);
    }

    private async Task<int> ServeAsync(ProxyServer server, Systemd systemd, Upgrade upgrade)
    {
        systemd.Ready();
        using Watchdog? watchdog = Watchdog.Start(server, systemd, environment.Clock);
        await Task.WhenAny(_drain.Task, server.Failed, upgrade.Done).ConfigureAwait(false);
        if (_drain.Task.IsCompleted)
        {
            await upgrade.StopAsync().ConfigureAwait(false);
        }

        if (server.Failed.IsCompleted)
        {
            return ExitStatus.Failed;
        }

        systemd.Stopping();
        if (upgrade.Done.IsCompleted || await server.WithdrawAsync(_stop.Token).ConfigureAwait(false))
        {
            await server.DrainAsync(_stop.Token).ConfigureAwait(false);
        }

        return ExitStatus.Success;
    }

    private void OnStopSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_drain.TrySetResult())
        {
            _stop.Cancel();
        }
    }
}
