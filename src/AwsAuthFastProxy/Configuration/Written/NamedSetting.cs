namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>A setting under a name that the user chose.</summary>
internal sealed record NamedSetting(string Name, TextSetting Value);
