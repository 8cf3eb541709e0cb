using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AwsAuthFastProxy.Hosting;

/// <summary>Events of the process, and where all events go: one line each on standard error.</summary>
internal static partial class Log
{
    /// <summary>The process's loggers: Information and above, written by a thread of the provider's own.</summary>
    public static LoggerFactory CreateFactory(TimeProvider clock)
    {
        var options = new ConsoleLoggerOptions { FormatterName = LineFormatter.FormatterName, LogToStandardErrorThreshold = LogLevel.Trace };
        var provider = new ConsoleLoggerProvider(new FixedConsoleOptions(options), [new LineFormatter(clock)]);
        return new LoggerFactory([provider], new LoggerFilterOptions { MinLevel = LogLevel.Information });
    }

    [LoggerMessage(100, LogLevel.Information, "Reloaded {File}.")]
    public static partial void Reloaded(ILogger logger, string file);

    [LoggerMessage(101, LogLevel.Error, "{Error}")]
    public static partial void ReloadError(ILogger logger, string error);

    [LoggerMessage(102, LogLevel.Error, "{File} has {Errors} errors: the running configuration stays in force.")]
    public static partial void ReloadRefused(ILogger logger, string file, int errors);

    [LoggerMessage(90, LogLevel.Information, "Admin listening on {EndPoint}.")]
    public static partial void AdminListening(ILogger logger, string endPoint);

    [LoggerMessage(91, LogLevel.Error, "The admin listener failed against its design.")]
    public static partial void AdminFailed(ILogger logger, Exception error);

    [LoggerMessage(901, LogLevel.Information, "Upgrade: starting {File} as the successor.")]
    public static partial void UpgradeBegun(ILogger logger, string file);

    [LoggerMessage(902, LogLevel.Information, "Upgrade: process {Process} serves now; this one ends what it has begun.")]
    public static partial void UpgradeDone(ILogger logger, int process);

    [LoggerMessage(903, LogLevel.Error, "Upgrade failed: {Reason}. This process serves on.")]
    public static partial void UpgradeFailed(ILogger logger, string reason);

    [LoggerMessage(904, LogLevel.Warning, "Upgrade refused: {Reason}.")]
    public static partial void UpgradeRefused(ILogger logger, string reason);

    [LoggerMessage(905, LogLevel.Information, "Upgrade: took over {Sockets} listening sockets from process {Process}.")]
    public static partial void TookOver(ILogger logger, int sockets, int process);

    [LoggerMessage(58, LogLevel.Warning, "Credentials {Name}: no keys after {Seconds:0} s; going on without, requests are answered 503 until they come.")]
    public static partial void StartedWithoutKeys(ILogger logger, string name, double seconds);
}
