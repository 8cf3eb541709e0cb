namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>basicAuth</c> of a route.</summary>
internal sealed record BasicAuthConfig(SourcePosition Position, TextSetting? Realm, TextSetting? File);
