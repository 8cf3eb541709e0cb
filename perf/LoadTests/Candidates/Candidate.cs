using AwsAuthFastProxy.LoadTests.Processes;

namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>A running candidate.</summary>
/// <param name="Kind">Who it is.</param>
/// <param name="Port">Where it listens on 127.0.0.1.</param>
/// <param name="ProcessId">The process whose cost is measured: for nginx the worker.</param>
internal sealed record Candidate(CandidateKind Kind, int Port, int ProcessId)
{
    /// <summary>What the process said of itself at start, or how it was started.</summary>
    public string Banner { get; init; } = "";

    /// <summary>The process as it was started, where it is ended before the others.</summary>
    public Child? Process { get; init; }

    /// <summary>The access log it writes; null for none.</summary>
    public string? LogFile { get; init; }

    /// <summary>Ports of the floor by path; the others serve every path on <see cref="Port"/>.</summary>
    public IReadOnlyDictionary<string, int>? PortsByPath { get; init; }

    /// <summary>The port that serves a path.</summary>
    public int PortOf(string path) => PortsByPath is null ? Port : PortsByPath[path];

    /// <summary>What the process has used so far.</summary>
    public ProcessCost Cost() => ProcessCost.Read(ProcessId);
}
