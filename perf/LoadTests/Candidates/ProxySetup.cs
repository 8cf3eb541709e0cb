namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>How this proxy is started, beyond what every candidate of its kind needs.</summary>
internal sealed record ProxySetup
{
    /// <summary>One worker, no access log.</summary>
    public static readonly ProxySetup Plain = new();

    /// <summary>Event loops; with more than one they share both cores.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The access log's format; null for no log. Its file lies in the run's directory.</summary>
    public string? LogFormat { get; init; }

    /// <summary>Variables of its environment.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary>That of a candidate.</summary>
    public static ProxySetup Of(CandidateKind kind) => kind switch
    {
        CandidateKind.ProxyTwoWorkers => Plain with { Workers = 2 },
        CandidateKind.ProxyLogCombined => Plain with { LogFormat = "combined" },
        CandidateKind.ProxyLogJson => Plain with { LogFormat = "json" },
        _ => Plain,
    };
}
