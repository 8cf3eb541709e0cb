namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>upstreams</c>.</summary>
internal sealed record UpstreamConfig
{
    public required SourcePosition Position { get; init; }

    public required string Name { get; init; }

    public TextSetting? Preset { get; init; }

    public TextSetting? Endpoint { get; init; }

    public IReadOnlyList<TextSetting>? ConnectTo { get; init; }

    public TextSetting? Bucket { get; init; }

    public TextSetting? Style { get; init; }

    public TextSetting? Region { get; init; }

    public TextSetting? Service { get; init; }

    public TextSetting? Credentials { get; init; }

    public TextSetting? Payload { get; init; }

    public TextSetting? Checksum { get; init; }

    public TextSetting? BufferedBytes { get; init; }

    public RetryConfig? Retry { get; init; }

    public UpstreamTlsConfig? Tls { get; init; }
}
