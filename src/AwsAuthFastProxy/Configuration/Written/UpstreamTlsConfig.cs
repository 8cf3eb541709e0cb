namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>tls</c> of an upstream.</summary>
internal sealed record UpstreamTlsConfig(SourcePosition Position, FlagSetting? Verify, TextSetting? Authorities, TextSetting? ServerName);
