namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>What candidates are called in reports.</summary>
internal static class CandidateNames
{
    public static string Title(this CandidateKind kind) => kind switch
    {
        CandidateKind.Proxy => "this proxy, signing",
        CandidateKind.OtherBuild => "the other build, signing",
        CandidateKind.ProxyTwoWorkers => "this proxy, signing, 2 workers",
        CandidateKind.Nginx => "nginx, plain",
        CandidateKind.NginxDefault => "nginx, plain, default buffers",
        CandidateKind.Haproxy => "HAProxy, plain",
        _ => "floor: system calls only",
    };
}
