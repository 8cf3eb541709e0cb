namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>rewrite</c>. Which step it is, its keys say.</summary>
internal sealed record RewriteStepConfig
{
    public required SourcePosition Position { get; init; }

    public TextSetting? Set { get; init; }

    public TextSetting? Regex { get; init; }

    public FlagSetting? IgnoreCase { get; init; }

    public TextSetting? To { get; init; }

    public TextSetting? Then { get; init; }

    public TextSetting? Return { get; init; }

    public TextSetting? Type { get; init; }

    public FlagSetting? Break { get; init; }
}
