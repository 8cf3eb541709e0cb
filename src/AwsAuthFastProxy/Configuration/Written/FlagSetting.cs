namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>A yes or no as the user set it.</summary>
internal sealed record FlagSetting(bool Value, SourcePosition Position);
