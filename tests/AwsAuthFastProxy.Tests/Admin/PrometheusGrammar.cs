using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace AwsAuthFastProxy.Tests.Admin;

/// <summary>Prometheus's text format 0.0.4, read strictly: what is no such text fails the test.</summary>
internal static partial class PrometheusGrammar
{
    /// <summary>The samples, by name with labels.</summary>
    public static Dictionary<string, double> Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        string family = "";
        string? helped = null;
        foreach (string line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                helped = help.Groups[1].Value;
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups[1].Value;
                Assert.Equal(helped, family);
                Assert.True(types.TryAdd(family, type.Groups[2].Value), $"{family} comes twice");
                Assert.Equal(type.Groups[2].Value == "counter", family.EndsWith("_total", StringComparison.Ordinal));
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                string name = sample.Groups[1].Value;
                Assert.Equal(family, types[family] == "histogram" ? Part().Replace(name, "") : name);
                string series = name + sample.Groups[2].Value;
                Assert.True(samples.TryAdd(series, double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture)), $"{series} comes twice");
            }
        }

        foreach (string histogram in types.Where(static type => type.Value == "histogram").Select(static type => type.Key))
        {
            CheckHistogram(histogram, samples);
        }

        return samples;
    }

    /// <summary>Buckets rise, the last is +Inf, and it is the count.</summary>
    private static void CheckHistogram(string family, Dictionary<string, double> samples)
    {
        foreach (var group in samples.Where(sample => sample.Key.StartsWith($"{family}_bucket{{", StringComparison.Ordinal)).GroupBy(static sample => Bound().Replace(sample.Key, "")))
        {
            double[] bounds = [.. group.Select(static sample => BoundOf(sample.Key))];
            double[] counts = [.. group.Select(static sample => sample.Value)];
            Assert.Equal(bounds.Order(), bounds);
            Assert.Equal(counts.Order(), counts);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            string labels = group.Key[$"{family}_bucket".Length..];
            string suffix = labels == "{}" ? "" : labels;
            Assert.Equal(counts[^1], samples[$"{family}_count{suffix}"]);
            Assert.True(samples.ContainsKey($"{family}_sum{suffix}"));
        }
    }

    private static double BoundOf(string series)
    {
        string bound = Bound().Match(series).Groups[1].Value;
        return bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\A# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .+\z")]
    private static partial Regex Help();

    [GeneratedRegex(@"\A# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)\z")]
    private static partial Regex Type();

    [GeneratedRegex(@"\A([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\{[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*""(?:,[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*"")*\})?) (-?[0-9.]+(?:E[+-]?[0-9]+)?)\z")]
    private static partial Regex Sample();

    [GeneratedRegex(@",?le=""([^""]*)""")]
    private static partial Regex Bound();

    [GeneratedRegex("_(bucket|sum|count)\\z")]
    private static partial Regex Part();
}
