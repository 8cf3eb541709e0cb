using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Generators;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>One candidate in one round.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Round">From 1.</param>
/// <param name="Load">What the generator saw.</param>
/// <param name="Cost">What the candidate's process used meanwhile.</param>
internal sealed record Measurement(CandidateKind Kind, int Round, LoadResult Load, ProcessCost Cost)
{
    /// <summary>CPU time for each request, in microseconds.</summary>
    public double CpuMicroseconds => Cost.CpuNanoseconds / 1e3 / Load.Served;

    /// <summary>The part of the CPU time that is the kernel's.</summary>
    public double SystemShare => (double)Cost.SystemTicks / Math.Max(1, Cost.SystemTicks + Cost.UserTicks);

    /// <summary>Part of the time during which the process was running.</summary>
    public double Busy => CpuMicroseconds * Load.Rate / 1e6;

    /// <summary>Context switches for each request, of both kinds.</summary>
    public double Switches => (Cost.VoluntarySwitches + Cost.InvoluntarySwitches) / Load.Served;

    /// <summary>A measure by name: microseconds, or requests a second.</summary>
    public double Value(Measure measure) => measure switch
    {
        Measure.Cpu => CpuMicroseconds,
        Measure.Rate => Load.Rate,
        Measure.P50 => Load.P50,
        Measure.P99 => Load.P99,
        _ => Load.P999,
    };
}
