using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>A route with the defaults of the configuration; it signs where its upstream has credentials.</summary>
internal sealed record RouteSketch(UpstreamModel Upstream)
{
    public string? Host { get; init; }

    public string Path { get; init; } = "/";

    public string Strip { get; init; } = "";

    public string Add { get; init; } = "";

    public long Spool { get; init; }

    public bool Sign { get; init; } = true;

    public MethodSet Methods { get; init; } = MethodSet.Get | MethodSet.Head;

    public Operations Operations { get; init; }

    public SigningForm Signing { get; init; }

    public AnswerMode Answer { get; init; }

    public TimeSpan PresignExpires { get; init; } = TimeSpan.FromMinutes(5);

    public long PresignFrom { get; init; }

    public AccessModel? Access { get; init; }

    public RetryModel? Retry { get; init; }

    public RouteModel ToModel() => new()
    {
        Retry = Retry,
        Host = Host,
        PathPrefix = Path,
        StripPrefix = Strip,
        AddPrefix = Add,
        Spool = Spool,
        Upstream = Upstream,
        Sign = Sign && Upstream.Credentials is not null,
        Methods = Methods,
        Operations = Operations,
        Signing = Signing,
        Answer = Answer,
        PresignExpires = PresignExpires,
        PresignFrom = PresignFrom,
        Access = Access,
    };
}
