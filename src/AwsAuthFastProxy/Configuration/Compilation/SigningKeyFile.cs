using System.Security.Cryptography;
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

        // In characters that are zeroed afterwards: keys are read again and again for as long as the process runs.
        var text = new char[content.Length];
        Encoding.Latin1.GetChars(content, text);
        try
        {
            return Parse(path, text.AsSpan().TrimEnd(), diagnostics);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            Array.Clear(text);
        }
    }

    private static DayKey? Parse(string path, ReadOnlySpan<char> text, Diagnostics diagnostics)
    {
        var lines = text.Count('\n') + 1;
        if (lines != 2)
        {
            diagnostics.Error(
                new SourcePosition(path, Math.Min(lines, 3)),
                "a key file has two lines, the key in base64 and its scope; write it with signing-key");
            return null;
        }

        var end = text.IndexOf('\n');
        var key = text[..end].Trim();
        var keyError = KeyParts.CheckKey(key);
        if (keyError != SigningKeyError.None)
        {
            diagnostics.Error(new SourcePosition(path, 1), SigningKey.Describe(keyError));
        }

        if (!CredentialScope.TryParse(text[(end + 1)..].Trim().ToString(), out var scope, out var scopeError))
        {
            diagnostics.Error(new SourcePosition(path, 2), CredentialScope.Describe(scopeError));
        }

        return keyError == SigningKeyError.None && scope is not null ? new DayKey(scope, key) : null;
    }
}
