using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AwsAuthFastProxy.Hosting;

/// <summary>One line per event: time in UTC, level, category with the event's id, message.</summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(logEntry.Category);
        textWriter.Write('[');
        textWriter.Write(logEntry.EventId.Id);
        textWriter.Write("] ");
        textWriter.Write(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } error)
        {
            textWriter.Write(" | ");
            textWriter.Write(error.ToString().ReplaceLineEndings(" | "));
        }

        textWriter.WriteLine();
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => " trce: ",
        LogLevel.Debug => " dbug: ",
        LogLevel.Information => " info: ",
        LogLevel.Warning => " warn: ",
        LogLevel.Error => " fail: ",
        _ => " crit: ",
    };
}
