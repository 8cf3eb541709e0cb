namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>limits</c>.</summary>
internal sealed record LimitConfig
{
    public TextSetting? HeadBytes { get; init; }

    public TextSetting? Headers { get; init; }

    public TextSetting? ClientConnections { get; init; }

    public TextSetting? ConnectionsPerUpstream { get; init; }

    public TextSetting? WaitersPerUpstream { get; init; }

    public TextSetting? BodyBytes { get; init; }

    public TextSetting? SpoolBytes { get; init; }

    public TextSetting? TargetBytes { get; init; }

    public TextSetting? ChunkOverheadBytes { get; init; }

    public TextSetting? RequestsPerConnection { get; init; }

    public TextSetting? ConnectionsPerClient { get; init; }

    public RateConfig? ConnectionRate { get; init; }

    public TextSetting? TlsHandshakes { get; init; }

    public TextSetting? MinUploadRate { get; init; }

    public TextSetting? MinDownloadRate { get; init; }

    public TextSetting? InterimResponses { get; init; }
}
