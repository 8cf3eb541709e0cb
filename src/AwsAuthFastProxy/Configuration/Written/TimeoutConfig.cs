namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>timeouts</c>.</summary>
internal sealed record TimeoutConfig
{
    public TextSetting? ClientHeader { get; init; }

    public TextSetting? ClientIdle { get; init; }

    public TextSetting? Connect { get; init; }

    public TextSetting? Queue { get; init; }

    public TextSetting? UpstreamFirstByte { get; init; }

    public TextSetting? UpstreamIdle { get; init; }

    public TextSetting? Body { get; init; }

    public TextSetting? Drain { get; init; }

    public TextSetting? DrainDelay { get; init; }

    public TextSetting? DrainIdle { get; init; }

    public TextSetting? TlsHandshake { get; init; }

    public TextSetting? Linger { get; init; }
}
