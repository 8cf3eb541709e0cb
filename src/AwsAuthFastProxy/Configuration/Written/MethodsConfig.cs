namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>methods</c> of a route.</summary>
internal sealed record MethodsConfig(SourcePosition Position, IReadOnlyList<TextSetting> Names);
