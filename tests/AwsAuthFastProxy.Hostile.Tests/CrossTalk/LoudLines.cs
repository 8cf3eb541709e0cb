using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>Counts what is logged and keeps the lines that no peer's doing may cause. Any thread.</summary>
internal sealed class LoudLines : ILogger
{
    private long _warnings;

    /// <summary>Lines of level Error and above.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    public long Warnings => Interlocked.Read(ref _warnings);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error)
        {
            Errors.Enqueue($"{formatter(state, exception)}{exception}");
        }
        else if (logLevel == LogLevel.Warning)
        {
            Interlocked.Increment(ref _warnings);
        }
    }
}
