namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>rateLimit</c>, or <c>connectionRate</c>.</summary>
internal sealed record RateConfig(SourcePosition Position, TextSetting? PerSecond, TextSetting? Burst);
