using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// Where signing keys come from. Called by event loops when a day, a scope or the credentials change, never per request:
/// a loop keeps the signer it made of a key for as long as <see cref="Version"/> and the day stay the same.
/// </summary>
public abstract class CredentialSource(string name)
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
}
