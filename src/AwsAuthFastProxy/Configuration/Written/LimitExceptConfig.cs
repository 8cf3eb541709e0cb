namespace AwsAuthFastProxy.Configuration.Written;

/// <summary><c>limitExcept</c> of a route.</summary>
internal sealed record LimitExceptConfig(SourcePosition Position)
{
    public MethodsConfig? Methods { get; init; }

    public IReadOnlyList<TextSetting>? Allow { get; init; }

    public IReadOnlyList<TextSetting>? Deny { get; init; }

    public BasicAuthConfig? BasicAuth { get; init; }

    /// <summary>Whether <c>basicAuth</c> is <c>"off"</c>: none, although the route has one.</summary>
    public bool HasNoBasicAuth { get; init; }
}
