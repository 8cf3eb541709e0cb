namespace AwsAuthFastProxy.Configuration;

/// <summary>What a configuration draws on besides its files.</summary>
/// <param name="Variable">The value of an environment variable, or null.</param>
/// <param name="Clock">Says which UTC day it is.</param>
internal sealed record ConfigEnvironment(Func<string, string?> Variable, TimeProvider Clock)
{
    /// <summary>Today in UTC, the day that S3 asks of a key.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
}
