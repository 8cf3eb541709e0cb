namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>tls</c> of a listener.</summary>
internal sealed record ListenerTlsConfig(SourcePosition Position, TextSetting? Certificate, TextSetting? Key);
