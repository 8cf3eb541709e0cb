namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>
/// A whole configuration as the user wrote it, whatever the notation. Types are right and references resolved; nothing else has
/// been looked at. A null stands for what was left out.
/// </summary>
internal sealed record ProxyConfig
{
    public required SourcePosition Position { get; init; }

    /// <summary>Directory that relative file names start from.</summary>
    public required string Directory { get; init; }

    /// <summary>The whole as a JSON object with every secret masked, for people.</summary>
    public string Shown { get; init; } = "";

    /// <summary>Files that were read besides the main one.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Null when the section is absent; may be shorter than what was written when parts were faulty.</summary>
    public IReadOnlyList<ListenerConfig>? Listeners { get; init; }

    public AdminConfig? Admin { get; init; }

    public AccessLogConfig? AccessLog { get; init; }

    public IReadOnlyList<CredentialConfig> Credentials { get; init; } = [];

    public IReadOnlyList<UpstreamConfig>? Upstreams { get; init; }

    public IReadOnlyList<RouteConfig>? Routes { get; init; }

    public IReadOnlyList<ServerConfig>? Servers { get; init; }

    public IReadOnlyList<TextSetting>? TrustedProxies { get; init; }

    public RateConfig? RateLimit { get; init; }

    public TimeoutConfig? Timeouts { get; init; }

    public LimitConfig? Limits { get; init; }
}
