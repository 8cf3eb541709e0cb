namespace AwsAuthFastProxy.Configuration.Written;

/// <summary>One of <c>certificates</c>.</summary>
internal sealed record CertificateConfig(SourcePosition Position, TextSetting? Certificate, TextSetting? Key);
