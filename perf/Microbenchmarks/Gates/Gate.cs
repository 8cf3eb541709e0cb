using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace AwsAuthFastProxy.Microbenchmarks.Gates;

/// <summary>
/// Holds a run against perf/allocations.json, to the byte, and perf/ratios.json. Every benchmark of the product must have its line, so
/// that a new one cannot be forgotten.
/// </summary>
internal static class Gate
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Says what does not hold; true when all does.</summary>
    public static bool Check(IEnumerable<Summary> summaries)
    {
        Summary[] all = [.. summaries];
        Dictionary<string, BenchmarkReport> reports = all
            .SelectMany(static summary => summary.Reports)
            .ToDictionary(static report => Name(report.BenchmarkCase));
        string[] faults = [.. all.SelectMany(Failed), .. Allocations(reports), .. Ratios(reports)];
        foreach (string fault in faults)
        {
            Console.WriteLine("GATE BROKEN: " + fault);
        }

        Console.WriteLine(reports.Count == 0 ? "GATE BROKEN: nothing was run" : $"{reports.Count} benchmarks, {faults.Length} gates broken");
        return faults.Length == 0 && reports.Count > 0;
    }

    private static IEnumerable<string> Failed(Summary summary) =>
        summary.BenchmarksCases
            .Where(one => summary[one] is not { Success: true })
            .Select(static one => $"{Name(one)} did not run");

    private static IEnumerable<string> Allocations(Dictionary<string, BenchmarkReport> reports)
    {
        Dictionary<string, long> wanted = Read<Dictionary<string, long>>("allocations.json");
        foreach ((string name, BenchmarkReport report) in reports)
        {
            if (!report.BenchmarkCase.Descriptor.Categories.Contains(Categories.Product) || !report.Success)
            {
                continue;
            }

            long? bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
            if (!wanted.TryGetValue(name, out long limit))
            {
                yield return $"{name} has no line in perf/allocations.json; it allocates {bytes} bytes";
            }
            else if (bytes != limit)
            {
                yield return $"{name} allocates {bytes} bytes for each operation, perf/allocations.json says {limit}";
            }
        }
    }

    private static IEnumerable<string> Ratios(Dictionary<string, BenchmarkReport> reports)
    {
        foreach (RatioLimit limit in Read<RatioLimit[]>("ratios.json"))
        {
            if (Median(reports, limit.Benchmark) is not { } time || Median(reports, limit.Against) is not { } against)
            {
                continue;
            }

            double ratio = time / against;
            string words = string.Create(
                CultureInfo.InvariantCulture, $"{limit.Benchmark} takes {ratio:0.000} times {limit.Against}, limit {limit.Bound}");
            Console.WriteLine(words);
            if (ratio > limit.Bound)
            {
                yield return words;
            }
        }
    }

    private static double? Median(Dictionary<string, BenchmarkReport> reports, string name) =>
        reports.TryGetValue(name, out BenchmarkReport? report) ? report.ResultStatistics?.Median : null;

    private static string Name(BenchmarkCase one) => $"{one.Descriptor.Type.Name}.{one.Descriptor.WorkloadMethod.Name}";

    private static T Read<T>(string file)
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "AwsAuthFastProxy.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(directory ?? ".", "perf", file)), s_json)!;
    }
}
