namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>addHeaders</c> of a route.</summary>
internal sealed record AddHeaderConfig(SourcePosition Position, TextSetting? Name, TextSetting? Value, FlagSetting? Always);
