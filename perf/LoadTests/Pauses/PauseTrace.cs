using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace AwsAuthFastProxy.LoadTests.Pauses;

/// <summary>Reads what the runtime wrote of its suspensions: from the request to stop all managed threads until they may run again.</summary>
internal static class PauseTrace
{
    /// <summary>Variables that make a .NET process write such a file.</summary>
    public static Dictionary<string, string> Variables(string file) => new()
    {
        ["DOTNET_EnableEventPipe"] = "1",
        // The collector's events; verbose, for samples of what is allocated.
        ["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x1:5",
        ["DOTNET_EventPipeOutputPath"] = file,
        ["DOTNET_EventPipeOutputStreaming"] = "1",
    };

    /// <summary>Reads a file whose process has ended.</summary>
    /// <param name="file">The trace.</param>
    /// <param name="from">When the load began, UTC.</param>
    /// <param name="to">When it ended.</param>
    /// <param name="rate">Requests a second.</param>
    public static PauseResult Read(string file, DateTime from, DateTime to, double rate)
    {
        List<Pause> pauses = [];
        Dictionary<string, long> allocated = [];
        using var source = new EventPipeEventSource(file);
        Pause? open = null;
        bool Within(DateTime time) => time.ToUniversalTime() >= from && time.ToUniversalTime() <= to;
        source.Clr.GCSuspendEEStart += suspend => open = new Pause(suspend.TimeStamp, suspend.TimeStampRelativeMSec, suspend.Reason, false);
        source.Clr.GCStart += start => open = open is null ? null : open with { IsInduced = start.Reason is GCReason.Induced or GCReason.InducedNotForced };
        source.Clr.GCRestartEEStop += restart =>
        {
            if (open is not null)
            {
                pauses.Add(open with { Milliseconds = restart.TimeStampRelativeMSec - open.Began });
                open = null;
            }
        };
        source.Clr.GCAllocationTick += tick =>
        {
            if (Within(tick.TimeStamp))
            {
                allocated[tick.TypeName] = allocated.GetValueOrDefault(tick.TypeName) + tick.AllocationAmount64;
            }
        };
        if (!source.Process())
        {
            throw new LoadTestException("the runtime's trace cannot be read");
        }

        Pause[] during = [.. pauses.Where(pause => Within(pause.Time))];
        return new PauseResult(
            (int)Math.Round((to - from).TotalSeconds),
            rate,
            Statistics(during.Where(static pause => pause.IsCollection)),
            Statistics(during.Where(static pause => pause.IsInduced)),
            Statistics(during.Where(static pause => !pause.IsCollection)),
            Statistics(pauses.Where(pause => pause.Time.ToUniversalTime() < from)),
            [.. allocated.OrderByDescending(static entry => entry.Value)]);
    }

    private static PauseStatistics Statistics(IEnumerable<Pause> pauses) => PauseStatistics.Of(pauses.Select(static pause => pause.Milliseconds));

    private sealed record Pause(DateTime Time, double Began, GCSuspendEEReason Reason, bool IsInduced)
    {
        public double Milliseconds { get; init; }

        public bool IsCollection => Reason is GCSuspendEEReason.SuspendForGC or GCSuspendEEReason.SuspendForGCPrep;
    }
}
