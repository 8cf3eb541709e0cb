using System.Text;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>A file as <c>signing-key</c> writes it: the key in base64 on the first line, its scope on the second.</summary>
internal static class SigningKeyFile
{
    private const int MaxBytes = 4096;

    /// <summary>The key, or null with errors.</summary>
    public static DayKey? Read(string path, Diagnostics diagnostics)
    {
        if (!BoundedFile.TryRead(path, MaxBytes, out var content, out var reason))
        {
            diagnostics.Error(new SourcePosition(path, 0), reason);
            return null;
        }

        var lines = Encoding.Latin1.GetString(content).TrimEnd().Split('\n');
        if (lines.Length != 2)
        {
            diagnostics.Error(
                new SourcePosition(path, Math.Min(lines.Length, 3)),
                "a key file has two lines, the key in base64 and its scope; write it with signing-key");
            return null;
        }

        var keyError = KeyParts.CheckKey(lines[0]);
        if (keyError != SigningKeyError.None)
        {
            diagnostics.Error(new SourcePosition(path, 1), SigningKey.Describe(keyError));
        }

        if (!CredentialScope.TryParse(lines[1].Trim(), out var scope, out var scopeError))
        {
            diagnostics.Error(new SourcePosition(path, 2), CredentialScope.Describe(scopeError));
        }

        return keyError == SigningKeyError.None && scope is not null ? new DayKey(scope, lines[0].Trim()) : null;
    }
}
