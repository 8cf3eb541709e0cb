using System.Diagnostics;
using System.Globalization;

namespace AwsAuthFastProxy.Hostile.Tests.Soaking;

/// <summary>How long the long tests are: AAFP_SOAK=1 turns them on, AAFP_SOAK_SECONDS says for how long the one runs that has no end of its own.</summary>
internal static class Soak
{
    private const int DefaultSeconds = 75;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static bool IsOn => Environment.GetEnvironmentVariable("AAFP_SOAK") is "1";

    public static TimeSpan Time => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("AAFP_SOAK_SECONDS"), CultureInfo.InvariantCulture, out int seconds) ? seconds : DefaultSeconds);

    /// <summary>Asks again and again, other threads being at work on it.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
            {
                Assert.Fail($"not yet: {what}");
            }

            await Task.Yield();
        }
    }
}
