namespace AwsAuthFastProxy.LoadTests.Pauses;

/// <summary>Some pauses together, in milliseconds.</summary>
/// <param name="Count">How many.</param>
/// <param name="Longest">The longest.</param>
/// <param name="Total">Their sum.</param>
internal readonly record struct PauseStatistics(int Count, double Longest, double Total)
{
    /// <summary>Of pauses in milliseconds.</summary>
    public static PauseStatistics Of(IEnumerable<double> pauses)
    {
        double[] all = [.. pauses];
        return new PauseStatistics(all.Length, all.DefaultIfEmpty().Max(), all.Sum());
    }
}
