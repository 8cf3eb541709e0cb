namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>timeouts</c> of a route.</summary>
internal sealed record RouteTimeoutConfig(TextSetting? Connect, TextSetting? UpstreamFirstByte, TextSetting? Body);
