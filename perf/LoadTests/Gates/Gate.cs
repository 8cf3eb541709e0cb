using System.Text.Json;
using System.Text.Json.Serialization;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Reports;
using AwsAuthFastProxy.LoadTests.Runs;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Gates;

/// <summary>Holds a run against perf/limits.json by the median of its rounds.</summary>
internal static class Gate
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Says of each limit whether it holds; false when one does not, or when none was looked at.</summary>
    public static bool Check(Report report)
    {
        Limit[] limits = JsonSerializer.Deserialize<Limit[]>(File.ReadAllText(Path.Combine(Workspace.Repository, "perf", "limits.json")), s_json)!;
        int held = 0;
        int broken = 0;
        foreach (Limit limit in limits)
        {
            ScenarioResult? result = report.Results.FirstOrDefault(one => one.Scenario.Name == limit.Scenario);
            if (result?.Ratio(limit.Measure, limit.Candidate, limit.Against) is not { } ratio)
            {
                continue;
            }

            bool holds = new Threshold(limit.Measure, limit.Candidate, limit.Against, limit.Bound).Holds(ratio.Median);
            held += holds ? 1 : 0;
            broken += holds ? 0 : 1;
            Console.WriteLine(
                $"{(holds ? "gate holds" : "GATE BROKEN")}: {limit.Scenario}, {limit.Measure} of {limit.Candidate.Title()} against {limit.Against.Title()} is {Figure.Ratio(ratio)}, limit {limit.Bound}");
        }

        if (held + broken == 0)
        {
            Console.WriteLine("GATE BROKEN: no limit in perf/limits.json belongs to a scenario of this run");
        }

        return broken == 0 && held > 0;
    }
}
