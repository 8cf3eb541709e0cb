using System.Globalization;
using System.Security;
using System.Text;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>CPU time for each request as bars: the median's length, with a line from the least round to the most.</summary>
internal static class BarChart
{
    private const int Width = 800;
    private const int Left = 260;
    private const int Right = 90;
    private const int Top = 44;
    private const int Row = 34;
    private const int Bar = 20;

    /// <summary>An SVG document.</summary>
    public static string Draw(ScenarioResult result)
    {
        (CandidateKind Kind, Spread Spread)[] rows =
        [
            .. result.Candidates.Select(kind => (kind, result.Spread(kind, static one => one.CpuMicroseconds))),
        ];
        double most = rows.Max(static row => row.Spread.Most);
        double scale = (Width - Left - Right) / most;
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{Top + (rows.Length * Row) + 12}" font-family="sans-serif" font-size="13">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="#ffffff"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="12" y="24" font-weight="bold">{Text(result.Scenario.Title)}: CPU time per request, µs</text>""");
        for (int i = 0; i < rows.Length; i++)
        {
            (CandidateKind kind, Spread spread) = rows[i];
            int y = Top + (i * Row);
            int middle = y + (Bar / 2);
            double end = Left + (spread.Median * scale);
            double least = Left + (spread.Least * scale);
            double greatest = Left + (spread.Most * scale);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left - 8}" y="{middle + 5}" text-anchor="end">{Text(kind.Title())}</text>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{Left}" y="{y}" width="{end - Left:F1}" height="{Bar}" fill="{Colour(kind)}"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{least:F1} {middle}H{greatest:F1}M{least:F1} {middle - 5}v10M{greatest:F1} {middle - 5}v10" stroke="#222222" fill="none"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{greatest + 8:F1}" y="{middle + 5}">{Figure.Microseconds(spread.Median)}</text>""");
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static string Colour(CandidateKind kind) => kind switch
    {
        CandidateKind.Proxy => "#1f77b4",
        CandidateKind.OtherBuild => "#9467bd",
        CandidateKind.ProxyTwoWorkers or CandidateKind.ProxyLogCombined => "#6baed6",
        CandidateKind.ProxyLogJson => "#9ecae1",
        CandidateKind.Nginx => "#2ca02c",
        CandidateKind.NginxDefault => "#98df8a",
        CandidateKind.Haproxy => "#ff7f0e",
        _ => "#999999",
    };

    private static string Text(string text) => SecurityElement.Escape(text);
}
