using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// The console logger's options, which never change. Giving them to it by hand spares a dependency-injection container and the dozen
/// assemblies behind it at start.
/// </summary>
internal sealed class FixedConsoleOptions(ConsoleLoggerOptions value) : IOptionsMonitor<ConsoleLoggerOptions>
{
    /// <inheritdoc/>
    public ConsoleLoggerOptions CurrentValue => value;

    /// <inheritdoc/>
    public ConsoleLoggerOptions Get(string? name) => value;

    /// <inheritdoc/>
    public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
}
