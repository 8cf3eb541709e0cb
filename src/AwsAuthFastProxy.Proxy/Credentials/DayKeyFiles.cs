using System.Diagnostics.CodeAnalysis;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>The files that day keys were read from, to be read again when they change.</summary>
public abstract class DayKeyFiles
{
    /// <summary>The <see cref="Stamp"/> from before they were first read.</summary>
    public abstract int FirstStamp { get; }

    /// <summary>Differs when files were added, removed, replaced or written. Never throws for what the file system does.</summary>
    public abstract int Stamp();

    /// <summary>All keys of all files; or false, with everything that is wrong in words that show no key.</summary>
    public abstract bool TryRead([NotNullWhen(true)] out IReadOnlyList<DayKey>? keys, [NotNullWhen(false)] out string? reason);
}
