namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>accessLog</c>, of all or of a route.</summary>
internal sealed record AccessLogConfig(SourcePosition Position, TextSetting? Path, TextSetting? Format);
