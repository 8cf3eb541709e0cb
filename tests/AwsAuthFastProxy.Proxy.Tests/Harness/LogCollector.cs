using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>Keeps every line that is logged, at every level.</summary>
internal sealed class LogCollector : ILogger
{
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    /// <summary>Lines above Debug.</summary>
    public IEnumerable<string> Loud => Lines.Where(line => line.Level > LogLevel.Debug).Select(line => line.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel, $"{formatter(state, exception)}{exception}"));
}
