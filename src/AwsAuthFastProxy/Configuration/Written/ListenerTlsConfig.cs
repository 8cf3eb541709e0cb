namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>tls</c> of a listener.</summary>
internal sealed record ListenerTlsConfig
{
    public required SourcePosition Position { get; init; }

    public TextSetting? Certificate { get; init; }

    public TextSetting? Key { get; init; }

    public IReadOnlyList<CertificateConfig>? Certificates { get; init; }

    public TextSetting? ClientAuthorities { get; init; }

    public TextSetting? ClientCertificate { get; init; }
}
