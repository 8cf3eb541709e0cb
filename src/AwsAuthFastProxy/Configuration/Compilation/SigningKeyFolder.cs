using System.Diagnostics.CodeAnalysis;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>
/// What <c>signingKeys</c> names: a key file, or a directory of them. Names that begin with a dot are left out: files being written,
/// and the links of a mounted Kubernetes secret.
/// </summary>
internal sealed class SigningKeyFolder : DayKeyFiles
{
    private readonly string _path;

    public SigningKeyFolder(string path)
    {
        _path = path;
        FirstStamp = Stamp();
    }

    /// <inheritdoc/>
    public override int FirstStamp { get; }

    /// <summary>Whether there is such a file or directory, and it can be listed.</summary>
    public bool TryList([NotNullWhen(false)] out string? reason) => List(out reason) is not null;

    /// <summary>All keys, or null with errors.</summary>
    public IReadOnlyList<DayKey>? Read(Diagnostics diagnostics)
    {
        if (List(out var reason) is not { } files)
        {
            diagnostics.Error(new SourcePosition(_path, 0), reason!);
            return null;
        }

        var keys = new List<DayKey>();
        var isGood = true;
        foreach (var file in files)
        {
            var key = SigningKeyFile.Read(file, diagnostics);
            isGood &= key is not null && IsNew(key, file, keys, diagnostics);
            if (key is not null)
            {
                keys.Add(key);
            }
        }

        if (isGood)
        {
            return keys;
        }

        keys.ForEach(key => key.Dispose());
        return null;
    }

    /// <inheritdoc/>
    public override int Stamp()
    {
        var stamp = default(HashCode);
        foreach (var file in List(out _) ?? [])
        {
            stamp.Add(file);
            try
            {
                // A mounted secret is a link to a link: its target is what changes.
                var info = new FileInfo(file);
                var target = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
                stamp.Add(target.FullName);
                stamp.Add(target.LastWriteTimeUtc);
                stamp.Add((target as FileInfo)?.Length);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                stamp.Add(failure.HResult);
            }
        }

        return stamp.ToHashCode();
    }

    /// <inheritdoc/>
    public override bool TryRead([NotNullWhen(true)] out IReadOnlyList<DayKey>? keys, [NotNullWhen(false)] out string? reason)
    {
        var diagnostics = new Diagnostics();
        keys = Read(diagnostics);
        reason = keys is null ? string.Join("; ", diagnostics.Errors()) : null;
        return keys is not null;
    }

    private static bool IsNew(DayKey key, string file, List<DayKey> keys, Diagnostics diagnostics)
    {
        var other = keys.Find(candidate => candidate.Scope == key.Scope);
        if (other is null || other.IsSameAs(key))
        {
            return true;
        }

        diagnostics.Error(new SourcePosition(file, 2), $"another file has a different key for the scope {key.Scope}; remove one of them");
        return false;
    }

    // In order of their names.
    private List<string>? List(out string? reason)
    {
        reason = null;
        if (!Directory.Exists(_path))
        {
            reason = File.Exists(_path) ? null : $"cannot read {_path}: no such file or directory";
            return reason is null ? [_path] : null;
        }

        try
        {
            var found = new List<string>();
            foreach (var file in Directory.EnumerateFiles(_path))
            {
                if (!Path.GetFileName(file.AsSpan()).StartsWith('.'))
                {
                    found.Add(file);
                }
            }

            found.Sort(StringComparer.Ordinal);
            return found;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = $"cannot read {_path}: {(failure is UnauthorizedAccessException ? "permission denied" : failure.Message)}";
            return null;
        }
    }
}
