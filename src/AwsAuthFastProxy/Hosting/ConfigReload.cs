using AwsAuthFastProxy.CommandLine;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Hosting;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// Reads the configuration again when told to or when its file has changed. A broken one leaves the running one in force and says why.
/// The file's time is looked at every few seconds: that also sees a mounted secret whose link is swapped, which file events do not.
/// </summary>
internal sealed class ConfigReload : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly string _file;
    private readonly CommandEnvironment _environment;
    private readonly ProxyServer _server;
    private readonly Systemd _systemd;
    private readonly RunningCredentials _credentials;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private (DateTime Time, long Length) _stamp;

    public ConfigReload(
        string file, CommandEnvironment environment, ProxyServer server, RunningCredentials credentials, Systemd systemd, ILogger logger)
    {
        (_file, _environment, _server, _credentials, _systemd, _logger) = (file, environment, server, credentials, systemd, logger);
        _stamp = Stamp();
        _timer = environment.Clock.CreateTimer(_ => IfChanged(), null, s_interval, s_interval);
    }

    /// <summary>Reads it again.</summary>
    public void Now()
    {
        lock (_lock)
        {
            _systemd.Reloading();
            Read();
            _systemd.Ready();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Read()
    {
        _stamp = Stamp();
        ConfigResult result = ConfigLoader.Load(_file, new ConfigEnvironment(_environment.Variable, _environment.Clock, _credentials.Sources));
        if (result.Model is { } model)
        {
            // New credentials have their first keys before they are put in force, if they come soon.
            _credentials.StartAsync(model, RunningCredentials.Patience).GetAwaiter().GetResult();
            Task applied = _server.Apply(model);
            _ = _credentials.RetireAsync(model, applied);

            // Who reads that it was reloaded may count on it; loops that do not turn yet are not waited for.
            applied.Wait(RunningCredentials.Patience);
            Log.Reloaded(_logger, _file);
            return;
        }

        _server.NoteRefusedConfiguration();
        foreach (Diagnostic error in result.Errors)
        {
            Log.ReloadError(_logger, error.ToString());
        }

        Log.ReloadRefused(_logger, _file, result.Errors.Count);
    }

    private void IfChanged()
    {
        if (Stamp() != _stamp)
        {
            Now();
        }
    }

    private (DateTime Time, long Length) Stamp()
    {
        var info = new FileInfo(_file);
        FileSystemInfo target = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
        return target is FileInfo { Exists: true } found ? (found.LastWriteTimeUtc, found.Length) : default;
    }
}
