using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AwsAuthFastProxy.Hosting;

/// <summary>Events of the process, and where all events go: one line each on standard error.</summary>
internal static partial class Log
{
    /// <summary>The process's loggers: Information and above.</summary>
    public static ILoggerFactory CreateFactory() => LoggerFactory.Create(static builder => builder
        .SetMinimumLevel(LogLevel.Information)
        .AddSimpleConsole(static options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            options.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace));

    [LoggerMessage(100, LogLevel.Information, "Reloaded {File}.")]
    public static partial void Reloaded(ILogger logger, string file);

    [LoggerMessage(101, LogLevel.Error, "{Error}")]
    public static partial void ReloadError(ILogger logger, string error);

    [LoggerMessage(102, LogLevel.Error, "{File} has {Errors} errors: the running configuration stays in force.")]
    public static partial void ReloadRefused(ILogger logger, string file, int errors);
}
