namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>credentials</c>.</summary>
internal sealed record CredentialConfig
{
    public required SourcePosition Position { get; init; }

    public required string Name { get; init; }

    public TextSetting? AccessKey { get; init; }

    public TextSetting? SecretKey { get; init; }

    public TextSetting? SessionToken { get; init; }

    public TextSetting? KeyScope { get; init; }

    public TextSetting? SigningKey { get; init; }

    /// <summary>A file or a directory of files with day keys.</summary>
    public TextSetting? SigningKeys { get; init; }

    public TextSetting? Provider { get; init; }

    public TextSetting? Profile { get; init; }

    public TextSetting? RoleArn { get; init; }

    public TextSetting? Source { get; init; }
}
