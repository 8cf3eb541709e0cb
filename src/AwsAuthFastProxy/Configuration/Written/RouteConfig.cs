namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>routes</c>.</summary>
internal sealed record RouteConfig
{
    public required SourcePosition Position { get; init; }

    public TextSetting? Host { get; init; }

    public TextSetting? Path { get; init; }

    public TextSetting? ExactPath { get; init; }

    public TextSetting? PathRegex { get; init; }

    public FlagSetting? IgnoreCase { get; init; }

    public FlagSetting? BeforeRegexes { get; init; }

    public IReadOnlyList<RewriteStepConfig>? Rewrite { get; init; }

    public TextSetting? ReplacePrefix { get; init; }

    public TextSetting? Target { get; init; }

    public TextSetting? StripPrefix { get; init; }

    public TextSetting? AddPrefix { get; init; }

    public TextSetting? Upstream { get; init; }

    public TextSetting? Spool { get; init; }

    public FlagSetting? Sign { get; init; }

    public MethodsConfig? Methods { get; init; }

    public TextSetting? Operations { get; init; }

    public RetryConfig? Retry { get; init; }

    public TextSetting? Signing { get; init; }

    public TextSetting? Answer { get; init; }

    public TextSetting? PresignExpires { get; init; }

    public TextSetting? PresignFrom { get; init; }

    public IReadOnlyList<TextSetting>? Allow { get; init; }

    public IReadOnlyList<TextSetting>? Deny { get; init; }

    public BasicAuthConfig? BasicAuth { get; init; }

    public TextSetting? Satisfy { get; init; }

    public LimitExceptConfig? LimitExcept { get; init; }

    public RateConfig? RateLimit { get; init; }

    public RouteTimeoutConfig? Timeouts { get; init; }

    /// <summary><c>bodyBytes</c> of <c>limits</c>.</summary>
    public TextSetting? BodyBytes { get; init; }

    public IReadOnlyList<NamedSetting>? SetHeaders { get; init; }

    public IReadOnlyList<AddHeaderConfig>? AddHeaders { get; init; }

    public IReadOnlyList<TextSetting>? HideHeaders { get; init; }

    public FlagSetting? AnonymousWrites { get; init; }

    public AccessLogConfig? AccessLog { get; init; }
}
