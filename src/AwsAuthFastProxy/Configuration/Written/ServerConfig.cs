namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>servers</c>.</summary>
internal sealed record ServerConfig
{
    public required SourcePosition Position { get; init; }

    public IReadOnlyList<TextSetting>? Listen { get; init; }

    public IReadOnlyList<TextSetting>? Hosts { get; init; }

    public FlagSetting? Default { get; init; }

    public IReadOnlyList<RewriteStepConfig>? Rewrite { get; init; }

    public IReadOnlyList<RouteConfig>? Routes { get; init; }
}
