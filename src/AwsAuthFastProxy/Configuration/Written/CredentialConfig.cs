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

    /// <summary>Another credential set, or a provider, whose keys assume the role.</summary>
    public TextSetting? Source { get; init; }

    public TextSetting? SessionName { get; init; }

    public TextSetting? ExternalId { get; init; }

    /// <summary>How long keys of a role shall last.</summary>
    public TextSetting? Duration { get; init; }

    /// <summary>A file with a web identity's token.</summary>
    public TextSetting? TokenFile { get; init; }

    /// <summary>Region of STS.</summary>
    public TextSetting? Region { get; init; }

    public TextSetting? StsEndpoint { get; init; }
}
