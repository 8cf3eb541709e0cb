namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>retry</c> of an upstream or a route.</summary>
internal sealed record RetryConfig(SourcePosition Position, FlagSetting? SlowDown, TextSetting? Attempts, TextSetting? Budget, TextSetting? Backoff);
