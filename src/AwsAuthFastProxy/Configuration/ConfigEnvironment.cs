using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Configuration;

/// <summary>What a configuration draws on besides its files.</summary>
/// <param name="Variable">The value of an environment variable, or null.</param>
/// <param name="Clock">Says which UTC day it is.</param>
/// <param name="Running">Credentials that are in use: what is configured as before is taken over from them with its keys.</param>
internal sealed record ConfigEnvironment(Func<string, string?> Variable, TimeProvider Clock, IReadOnlyCollection<CredentialSource>? Running = null)
{
    /// <summary>Today in UTC, the day that S3 asks of a key.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
}
