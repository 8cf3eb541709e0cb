using System.Diagnostics.CodeAnalysis;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Finds the key files that <c>signingKeys</c> names.</summary>
internal static class SigningKeyFiles
{
    /// <summary>
    /// The file itself, or the files of a directory in order of their names. Names that begin with a dot are left out: files being
    /// written, and the links of a mounted Kubernetes secret.
    /// </summary>
    public static bool TryList(string path, [NotNullWhen(true)] out IReadOnlyList<string>? files, [NotNullWhen(false)] out string? reason)
    {
        reason = null;
        files = [path];
        if (!Directory.Exists(path))
        {
            reason = File.Exists(path) ? null : $"cannot read {path}: no such file or directory";
            return reason is null;
        }

        try
        {
            var found = new List<string>();
            foreach (var file in Directory.EnumerateFiles(path))
            {
                if (!Path.GetFileName(file.AsSpan()).StartsWith('.'))
                {
                    found.Add(file);
                }
            }

            found.Sort(StringComparer.Ordinal);
            files = found;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = $"cannot read {path}: {(failure is UnauthorizedAccessException ? "permission denied" : failure.Message)}";
            return false;
        }
    }
}
