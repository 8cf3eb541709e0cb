namespace AwsAuthFastProxy.Configuration;

/// <summary>Names of what is mostly a secret.</summary>
internal static class SecretNames
{
    private static readonly string[] s_words = ["secret", "password", "passphrase", "token", "signingkey", "authorization", "hash", "users"];

    // Of header fields, which have no names of ours.
    private static readonly string[] s_ofFields = ["auth", "key", "cookie", "credential", "signature", "session"];

    /// <summary>Whether a setting of this name is one.</summary>
    public static bool Is(string name) => Array.Exists(s_words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a header field of this name is one.</summary>
    public static bool IsField(string name) => Is(name) || Array.Exists(s_ofFields, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
