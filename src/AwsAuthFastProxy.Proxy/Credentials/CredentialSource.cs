using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// Where signing keys come from. Called by event loops when a day, a scope or the credentials change, never per request:
/// a loop keeps the signer it made of a key for as long as <see cref="Version"/> and the day stay the same.
/// Disposed of when no loop uses it any more; its secrets are then zeroed.
/// </summary>
public abstract class CredentialSource(string name) : IDisposable
{
    /// <summary>The name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>Rises with every change of the keys; read by loops at each request, so a plain volatile read.</summary>
    public abstract int Version { get; }

    /// <summary>
    /// The key for a UTC day (<c>yyyymmdd</c> as a number), region and service, or null with the reason when there is none.
    /// The caller owns the key and disposes of it. Thread-safe.
    /// </summary>
    public abstract SigningKey? TryCreateKey(int day, string region, string service, out string? reason);

    /// <summary>How it stands with the keys of all regions and services: the worst of them. Thread-safe.</summary>
    public abstract KeyStatus Status(DateTimeOffset now);

    /// <summary>How it stands with the keys for one region and service. Thread-safe.</summary>
    public virtual KeyStatus Status(DateTimeOffset now, string region, string service) => Status(now);

    /// <summary>
    /// Begins to keep the keys fresh, in the background, where that is needed; once. Completes when the first values are there or the first
    /// attempt to get them has failed; never faults.
    /// </summary>
    public virtual Task StartAsync(TimeProvider clock, ILogger logger) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops what <see cref="StartAsync"/> began and zeroes the secrets.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
