namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>listen</c>.</summary>
internal sealed record ListenerConfig(SourcePosition Position, TextSetting? Address, ListenerTlsConfig? Tls)
{
    public FlagSetting? ProxyProtocol { get; init; }

    public IReadOnlyList<TextSetting>? Trusted { get; init; }
}
