using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Which requests go to which upstream, how they are rewritten and what strangers may do with our authority.</summary>
public sealed record RouteModel
{
    /// <summary>Host name the route is for, lower case without port, <c>*.suffix</c> for all below a suffix, or null for every host.</summary>
    public string? Host { get; init; }

    /// <summary>The server it belongs to; null: a route of the listeners that no server names. A server's route has no <see cref="Host"/>.</summary>
    public ServerModel? Server { get; init; }

    /// <summary>Path prefix, or whole path, in canonical form (decoded once, encoded once); begins with a slash. Of a regex only <c>/</c>.</summary>
    public required string PathPrefix { get; init; }

    /// <summary>How the path is compared.</summary>
    public PathMatch Match { get; init; }

    /// <summary>The regex, for <see cref="PathMatch.Regex"/>.</summary>
    public PathPattern? Pattern { get; init; }

    /// <summary>Where it is the longest prefix no regexes are tried (nginx's <c>^~</c>).</summary>
    public bool BeforeRegexes { get; init; }

    /// <summary>Done before anything else.</summary>
    public IReadOnlyList<RewriteStep> Rewrite { get; init; } = [];

    /// <summary>Canonical text that stands in place of <see cref="PathPrefix"/> in what is sent, or empty.</summary>
    public string ReplacePrefix { get; init; } = "";

    /// <summary>Path and query that are sent in place of the client's; null: the client's.</summary>
    public TextTemplate? Target { get; init; }

    /// <summary>Canonical prefix taken off the path before it is sent, where it is whole segments of it; or empty.</summary>
    public string StripPrefix { get; init; } = "";

    /// <summary>Canonical prefix put before the path after <see cref="StripPrefix"/> is gone, or empty.</summary>
    public string AddPrefix { get; init; } = "";

    /// <summary>Where matching requests go; null where the steps of <see cref="Rewrite"/> answer.</summary>
    public UpstreamModel? Upstream { get; init; }

    /// <summary>Whether requests are signed; false when the upstream has no credentials.</summary>
    public bool Sign { get; init; }

    /// <summary>Most bytes of a body without a length that is read whole to learn it; 0: none is, and a signed request answers 411.</summary>
    public long Spool { get; init; }

    /// <summary>Methods the route takes.</summary>
    public MethodSet Methods { get; init; } = MethodSet.Get | MethodSet.Head;

    /// <summary>What a signed request may ask for; without effect where nothing is signed.</summary>
    public Operations Operations { get; init; }

    /// <summary>What happens with a 503 of the upstream; null: as the upstream says.</summary>
    public RetryModel? Retry { get; init; }

    /// <summary>Where the signature of what is sent upstream stands; without effect where nothing is signed.</summary>
    public SigningForm Signing { get; init; }

    /// <summary>Whether responses are relayed, or clients are sent to a presigned URL; <see cref="AnswerMode.Presign"/> on signed S3 routes only.</summary>
    public AnswerMode Answer { get; init; }

    /// <summary>How long a signature in a query is good for, in whole seconds, at most seven days.</summary>
    public TimeSpan PresignExpires { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Objects of fewer bytes are relayed all the same; 0 sends clients to a presigned URL for every object.</summary>
    public long PresignFrom { get; init; }

    /// <summary>Who may use the route; null: everybody.</summary>
    public AccessModel? Access { get; init; }

    /// <summary>What methods other than some ask of clients instead; null: <see cref="Access"/> is for all methods.</summary>
    public LimitExceptModel? LimitExcept { get; init; }

    /// <summary>Deadlines of its own; null: those of the configuration.</summary>
    public RouteTimeoutModel? Timeouts { get; init; }

    /// <summary>Most bytes of a request body; null: as the configuration says.</summary>
    public long? BodyBytes { get; init; }

    /// <summary>Fields of requests that stand in place of the client's.</summary>
    public IReadOnlyList<SetHeaderModel> SetHeaders { get; init; } = [];

    /// <summary>Fields that clients get beside the response's own.</summary>
    public IReadOnlyList<AddHeaderModel> AddHeaders { get; init; } = [];

    /// <summary>Fields of responses that clients do not get.</summary>
    public IReadOnlyList<string> HideHeaders { get; init; } = [];

    /// <summary>Where its requests are logged, or null.</summary>
    public AccessLogModel? AccessLog { get; init; }

    /// <summary>As metrics, logs and messages call it: host and path.</summary>
    public string Label => $"{Server?.Label ?? Host ?? "*"}{Match switch
    {
        PathMatch.Exact => $"={PathPrefix}",
        PathMatch.Regex => $"~{(Pattern!.IgnoreCase ? "*" : "")}{Pattern}",
        _ => PathPrefix,
    }}";
}
