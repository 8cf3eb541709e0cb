using AwsAuthFastProxy.LoadTests.Candidates;

namespace AwsAuthFastProxy.LoadTests.Scenarios;

/// <summary>One kind of work that every candidate is given.</summary>
/// <param name="Name">What <c>--scenario</c> selects by.</param>
/// <param name="Title">For the report.</param>
/// <param name="Method">GET or PUT.</param>
/// <param name="Size">The object; for PUT the body sent.</param>
/// <param name="Connections">Client connections, kept alive.</param>
internal sealed record Scenario(string Name, string Title, string Method, ObjectSize Size, int Connections)
{
    /// <summary>HTTPS to the upstream.</summary>
    public bool Tls { get; init; }

    /// <summary>Closed or open.</summary>
    public LoadSimulation Load { get; init; }

    /// <summary>Part of <c>--quick</c>.</summary>
    public bool Quick { get; init; }

    /// <summary>What the project wants to hold.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>The candidates that can do this work and are of interest for it.</summary>
    public IReadOnlyList<CandidateKind> Candidates { get; init; } =
        Size == ObjectSize.OneKiB
            ? [CandidateKind.Proxy, CandidateKind.Nginx, CandidateKind.Haproxy, CandidateKind.Floor]
            : [CandidateKind.Proxy, CandidateKind.Nginx, CandidateKind.NginxDefault, CandidateKind.Haproxy, CandidateKind.Floor];

    /// <summary>Those of them that <c>--quick</c> is content with.</summary>
    public IReadOnlyList<CandidateKind> QuickCandidates { get; init; } = [CandidateKind.Proxy, CandidateKind.Nginx];

    /// <summary>The same with another build of this proxy beside this one.</summary>
    public Scenario WithOtherBuild() => this with { Candidates = [CandidateKind.Proxy, CandidateKind.OtherBuild, .. Candidates.Where(static kind => kind != CandidateKind.Proxy)] };

    /// <summary>The same for fewer candidates.</summary>
    public Scenario ForQuick() => this with { Candidates = [.. Candidates.Intersect(QuickCandidates)] };

    /// <summary>The request's path at every candidate and at the origin.</summary>
    public string Path => (Method == "PUT" ? "/put/" : Tls ? "/tls/" : "/plain/") + Size.Name;
}
