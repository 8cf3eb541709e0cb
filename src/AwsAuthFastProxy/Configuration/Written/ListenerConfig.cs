namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>listen</c>.</summary>
internal sealed record ListenerConfig(SourcePosition Position, TextSetting? Address, ListenerTlsConfig? Tls);
