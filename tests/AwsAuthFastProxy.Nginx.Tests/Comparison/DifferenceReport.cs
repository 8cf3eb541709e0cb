using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Nginx.Tests.Comparison;

/// <summary>Differences in words, those of one kind together.</summary>
internal static class DifferenceReport
{
    private const int MostKinds = 80;

    /// <summary>The report; empty where there is none. Of requests that differ in the status, only that is told.</summary>
    public static string Of(IReadOnlyList<Difference> differences)
    {
        var report = new StringBuilder();
        HashSet<int> otherStatus = [.. differences.Where(static d => d.Aspect == "status").Select(static d => d.Request.Number)];
        var kinds = differences
            .Where(d => d.Aspect == "status" || !otherStatus.Contains(d.Request.Number))
            .GroupBy(static d => $"{d.Aspect}: nginx {Short(d.Nginx)}, proxy {Short(d.Proxy)} {d.Reason}")
            .OrderByDescending(static kind => kind.Count())
            .ToList();
        foreach (var kind in kinds.Take(MostKinds))
        {
            report.Append(CultureInfo.InvariantCulture, $"{kind.Count()} x {kind.Key}\n");
            foreach (Difference difference in kind.Take(2))
            {
                report.Append(CultureInfo.InvariantCulture, $"    {difference.Request}\n");
            }
        }

        return kinds.Count > MostKinds ? report.Append(CultureInfo.InvariantCulture, $"and {kinds.Count - MostKinds} more kinds\n").ToString() : report.ToString();
    }

    private static string Short(string? value) => value is null ? "(nothing)" : value.Length <= 160 ? $"\"{value.Trim()}\"" : $"\"{value[..160]}…\"";
}
