namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>admin</c>.</summary>
internal sealed record AdminConfig(SourcePosition Position, TextSetting? Address, TextSetting? Otlp);
