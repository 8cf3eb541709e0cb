namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>What a JSON value is.</summary>
internal enum ConfigNodeKind : byte
{
    Null,
    True,
    False,
    Number,
    Text,
    List,
    Object,
}
