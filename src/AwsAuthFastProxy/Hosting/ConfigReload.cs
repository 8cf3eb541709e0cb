using AwsAuthFastProxy.CommandLine;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Hosting;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// Reads the configuration again when told to or when its file has changed. A broken one leaves the running one in force and says why.
/// The times of the file and of those it names (certificates, keys) are looked at every few seconds: that also sees a mounted secret whose link is swapped, which file events do not.
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
    private Dictionary<string, (DateTime Time, long Length)> _stamps;

    public ConfigReload(
        string file, CommandEnvironment environment, ProxyServer server, RunningCredentials credentials, Systemd systemd, ILogger logger)
    {
        (_file, _environment, _server, _credentials, _systemd, _logger) = (file, environment, server, credentials, systemd, logger);
        _stamps = Stamps([file, .. server.Model.Files]);
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
        // Before the files are read: what changes while they are is a change still to come.
        Dictionary<string, (DateTime Time, long Length)> before = _stamps = Stamps(_stamps.Keys);
        ConfigResult result = ConfigLoader.Load(_file, new ConfigEnvironment(_environment.Variable, _environment.Clock, _credentials.Sources));
        if (result.Model is { } model)
        {
            // New credentials have their first keys before they are put in force, if they come soon.
            _credentials.StartAsync(model, RunningCredentials.Patience).GetAwaiter().GetResult();
            Task applied = _server.Apply(model);
            _ = _credentials.RetireAsync(model, applied);

            _stamps = Stamps([_file, .. model.Files]);
            foreach ((string file, (DateTime, long) stamp) in before.Where(entry => _stamps.ContainsKey(entry.Key)))
            {
                _stamps[file] = stamp;
            }

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
        Dictionary<string, (DateTime, long)> known = _stamps;
        if (known.Any(entry => Stamp(entry.Key) != entry.Value))
        {
            Now();
        }
    }

    private static Dictionary<string, (DateTime Time, long Length)> Stamps(IEnumerable<string> files) => files.Distinct().ToDictionary(file => file, Stamp);

    private static (DateTime Time, long Length) Stamp(string file)
    {
        var info = new FileInfo(file);
        FileSystemInfo target = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
        return target is FileInfo { Exists: true } found ? (found.LastWriteTimeUtc, found.Length) : default;
    }
}
