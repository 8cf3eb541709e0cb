namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>Least, middle and most of some rounds.</summary>
internal readonly record struct Spread(double Least, double Median, double Most)
{
    /// <summary>Of one value for each round; at least one.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new Spread(sorted[0], median, sorted[^1]);
    }
}
