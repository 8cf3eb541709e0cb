namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Users and the bcrypt hashes of their passwords, as <c>htpasswd -B</c> writes them.</summary>
public sealed class PasswordFile
{
    /// <param name="hashes">Hash by user name.</param>
    /// <param name="fingerprint">What tells its content from another's.</param>
    public PasswordFile(IReadOnlyDictionary<string, string> hashes, byte[] fingerprint)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        Hashes = hashes;
        Fingerprint = fingerprint;
    }

    /// <summary>Hash by user name.</summary>
    public IReadOnlyDictionary<string, string> Hashes { get; }

    /// <summary>SHA-256 of the file.</summary>
    internal byte[] Fingerprint { get; }

    /// <summary>How many users; no names, no hashes.</summary>
    public override string ToString() => $"{Hashes.Count} users";
}
