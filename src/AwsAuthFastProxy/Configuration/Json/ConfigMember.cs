namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>A key of an object with its value.</summary>
internal sealed record ConfigMember(string Key, int Line, ConfigNode Value);
