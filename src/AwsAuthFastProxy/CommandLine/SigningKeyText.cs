using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>A derived key as it is handed over: two lines, the key and its scope.</summary>
internal static class SigningKeyText
{
    /// <summary>The key in base64 and the scope, each with a newline.</summary>
    public static string Lines(SecretText secret, CredentialScope scope)
    {
        Span<byte> key = stackalloc byte[KeyDerivation.KeyLength];
        KeyDerivation.Derive(secret.Bytes, scope, key);
        var lines = $"{Convert.ToBase64String(key)}\n{scope}\n";
        CryptographicOperations.ZeroMemory(key);
        return lines;
    }

    /// <summary>The key's 32 bytes, a newline, the scope, a newline.</summary>
    public static byte[] RawLines(SecretText secret, CredentialScope scope)
    {
        var ending = Encoding.ASCII.GetBytes($"\n{scope}\n");
        var lines = new byte[KeyDerivation.KeyLength + ending.Length];
        KeyDerivation.Derive(secret.Bytes, scope, lines);
        ending.CopyTo(lines, KeyDerivation.KeyLength);
        return lines;
    }
}
