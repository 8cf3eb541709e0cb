namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>Who is measured.</summary>
internal enum CandidateKind
{
    /// <summary>This proxy, signing every request, one worker.</summary>
    Proxy,

    /// <summary>Another build of this proxy, to compare with.</summary>
    OtherBuild,

    /// <summary>This proxy with two workers on both cores.</summary>
    ProxyTwoWorkers,

    /// <summary>This proxy with an access log in the format <c>combined</c>.</summary>
    ProxyLogCombined,

    /// <summary>This proxy with an access log of JSON lines.</summary>
    ProxyLogJson,

    /// <summary>nginx as a plain proxy that signs nothing, tuned.</summary>
    Nginx,

    /// <summary>The same with the buffers it has when nobody tunes it.</summary>
    NginxDefault,

    /// <summary>HAProxy as a plain proxy that signs nothing.</summary>
    Haproxy,

    /// <summary>The system calls of this proxy alone: no parsing, no signing.</summary>
    Floor,

    /// <summary>The same with TLS to the upstream.</summary>
    FloorTls,
}
