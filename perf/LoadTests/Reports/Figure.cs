using System.Globalization;
using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>Figures as words: the middle first, then the range.</summary>
internal static class Figure
{
    public static string Range(Spread spread, Func<double, string> format) =>
        $"{format(spread.Median)} ({format(spread.Least)} – {format(spread.Most)})";

    public static string Ratio(Spread? spread) => spread is { } ratio ? Range(ratio, static value => Text(value, "0.00")) : "–";

    public static string Microseconds(double value) => Text(value, value < 100 ? "0.0" : "#,0");

    public static string Milliseconds(double microseconds) => Text(microseconds / 1000, "0.00");

    public static string Mebibytes(double value) => Text(value, "0.0");

    public static string Whole(double value) => Text(value, "#,0");

    public static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
