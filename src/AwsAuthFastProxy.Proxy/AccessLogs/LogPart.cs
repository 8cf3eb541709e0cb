namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>A piece of a format: a text, or a variable.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Text">The text of a literal; else what stands behind the prefix of a name such as <c>http_</c>, lower case.</param>
internal readonly record struct LogPart(LogVariable Variable, byte[] Text)
{
    /// <summary>When it can be written.</summary>
    public LogPhase Phase { get; } = LogVariables.PhaseOf(Variable);
}
