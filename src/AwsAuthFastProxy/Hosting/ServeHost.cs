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
/// The life of a serving process: start, reload on SIGHUP or a change of the file, drain on SIGTERM or SIGINT, stop at once on a second.
/// </summary>
internal sealed class ServeHost(RunOptions options, CommandEnvironment environment, InvocationConfiguration output) : IDisposable
{
    // signal(7): 10 on every architecture .NET runs on but MIPS.
    private const int Sigusr1 = 10;

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
            await credentials.StartAsync(model, RunningCredentials.Patience).ConfigureAwait(false);
            return await ServeAsync(server, credentials, logger).ConfigureAwait(false);
        }
    }

    private async Task<int> ServeAsync(ProxyServer server, RunningCredentials credentials, ILogger logger)
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

        AdminServer? admin;
        try
        {
            // First: it tells that nothing listens yet, and an address that is not to be had is known before clients come.
            admin = AdminServer.Start(server, environment.Clock, logger);
        }
        catch (IOException e)
        {
            await output.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitStatus.Failed;
        }

        using (admin)
        {
            return await ServeAsync(server, systemd).ConfigureAwait(false);
        }
    }

    private async Task<int> ServeAsync(ProxyServer server, Systemd systemd)
    {
        try
        {
            IReadOnlyDictionary<IPEndPoint, int> inherited = InheritedSockets.Read(environment.Variable);
            if (InheritedSockets.Unclaimed(inherited, server.Model.Listeners.Select(static listener => listener.EndPoint)) is { } unclaimed)
            {
                throw new IOException(unclaimed);
            }

            server.Start(inherited);
        }
        catch (IOException e)
        {
            await output.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitStatus.Failed;
        }

        systemd.Ready();
        using Watchdog? watchdog = Watchdog.Start(server, systemd, environment.Clock);
        Task first = await Task.WhenAny(_drain.Task, server.Failed).ConfigureAwait(false);
        if (first == server.Failed)
        {
            return ExitStatus.Failed;
        }

        systemd.Stopping();
        if (await server.WithdrawAsync(_stop.Token).ConfigureAwait(false))
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
