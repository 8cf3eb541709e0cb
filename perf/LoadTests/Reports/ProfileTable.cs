using System.Text;
using AwsAuthFastProxy.LoadTests.Profiling;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>The functions that take most of the time, for each scenario that was profiled.</summary>
internal static class ProfileTable
{
    private const int Rows = 15;
    private const double LeastPart = 0.005;

    public static void Append(StringBuilder text, IReadOnlyList<Profile> profiles)
    {
        if (profiles.Count == 0)
        {
            return;
        }

        text.AppendLine("## Where the time goes").AppendLine();
        text.AppendLine("Samples of this proxy's process by `perf record`, in a run of its own; shares are a function's own, without what it calls.").AppendLine();
        foreach (Profile profile in profiles)
        {
            text.AppendLine($"### {profile.Scenario}").AppendLine();
            text.AppendLine(
                string.Join(", ", profile.Parts.Where(static part => part.Value >= LeastPart).Select(static part => $"{part.Key} {Percent(part.Value)}")) + ".").AppendLine();
            text.AppendLine("| share | where | function |").AppendLine("|---|---|---|");
            foreach (ProfileSymbol symbol in profile.Symbols.Take(Rows))
            {
                text.AppendLine($"| {Percent(symbol.Share)} | {symbol.Part} | `{symbol.Name}` |");
            }

            text.AppendLine();
        }
    }

    private static string Percent(double share) => Figure.Text(100 * share, "0.0") + " %";
}
