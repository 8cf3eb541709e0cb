namespace AwsAuthFastProxy.Configuration;

/// <summary>One thing to say about a configuration, where it stands. Its text never holds a secret.</summary>
internal sealed record Diagnostic(SourcePosition Position, string Message)
{
    public override string ToString() => $"{Position}: {Message}";
}
