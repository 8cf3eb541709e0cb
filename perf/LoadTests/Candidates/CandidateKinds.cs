namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>What is known of candidates before they run.</summary>
internal static class CandidateKinds
{
    /// <summary>What reports call it.</summary>
    public static string Title(this CandidateKind kind) => kind switch
    {
        CandidateKind.Proxy => "this proxy, signing",
        CandidateKind.OtherBuild => "the other build, signing",
        CandidateKind.ProxyTwoWorkers => "this proxy, signing, 2 workers",
        CandidateKind.ProxyLogCombined => "this proxy, signing, log combined",
        CandidateKind.ProxyLogJson => "this proxy, signing, log json",
        CandidateKind.Nginx => "nginx, plain",
        CandidateKind.NginxDefault => "nginx, plain, default buffers",
        CandidateKind.Haproxy => "HAProxy, plain",
        CandidateKind.FloorTls => "floor: system calls and TLS only",
        _ => "floor: system calls only",
    };

    /// <summary>This proxy, in whatever setting: it has to sign.</summary>
    public static bool Signs(this CandidateKind kind) =>
        kind is CandidateKind.Proxy or CandidateKind.OtherBuild or CandidateKind.ProxyTwoWorkers or CandidateKind.ProxyLogCombined or CandidateKind.ProxyLogJson;

    /// <summary>A relay that is told beforehand how long messages are.</summary>
    public static bool IsFloor(this CandidateKind kind) => kind is CandidateKind.Floor or CandidateKind.FloorTls;

    /// <summary>Compiled while it runs, so that it has to be warm before it is measured.</summary>
    public static bool IsCompiledAtRunTime(this CandidateKind kind) => kind.Signs() || kind.IsFloor();
}
