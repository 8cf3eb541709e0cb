using System.Text;
using AwsAuthFastProxy.LoadTests.Pauses;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>Pauses of the process under open load, and what it allocated meanwhile.</summary>
internal static class PauseTable
{
    private const int Types = 8;

    public static void Append(StringBuilder text, PauseResult? result)
    {
        if (result is null)
        {
            return;
        }

        text.AppendLine($"## Pauses in {result.Seconds} s of open load").AppendLine();
        text.AppendLine($"{Figure.Whole(result.Rate)} requests of 1 KiB a second over 64 connections; as the runtime's own events tell.").AppendLine();
        text.AppendLine("| pauses | number | longest, ms | total, ms |").AppendLine("|---|---|---|---|");
        AppendRow(text, "by the collector", result.Collector);
        AppendRow(text, "of these, asked for by code", result.Induced);
        AppendRow(text, "for other reasons, such as exchanged code", result.Others);
        AppendRow(text, "before: start and warming, all reasons", result.Before);
        string allocated = result.Allocated.Count == 0
            ? "nothing that the runtime's sampling (every 100 KB or so) saw"
            : string.Join(", ", result.Allocated.Take(Types).Select(static entry => $"{entry.Key} {Figure.Whole(entry.Value / 1024.0)} KiB"));
        text.AppendLine().AppendLine($"Allocated meanwhile: {allocated}.").AppendLine();
    }

    private static void AppendRow(StringBuilder text, string what, PauseStatistics pauses) =>
        text.AppendLine($"| {what} | {pauses.Count} | {Figure.Text(pauses.Longest, "0.00")} | {Figure.Text(pauses.Total, "0.00")} |");
}
