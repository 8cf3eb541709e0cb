using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Asks the signer whether it would take the parts of a key, each alone, so that the error names the right one.</summary>
internal static class KeyParts
{
    private const string AnyAccessKey = "AKIDEXAMPLE";

    private static readonly string s_anyKey = Convert.ToBase64String(new byte[KeyDerivation.KeyLength]);

    private static readonly CredentialScope s_anyScope = CredentialScope.Create("20130524", "us-east-1", "s3");

    /// <summary>What is wrong with an access key id or a session token, which go into header fields.</summary>
    public static SigningKeyError CheckIdentity(string accessKey, string? sessionToken) => Check(accessKey, s_anyKey, sessionToken);

    /// <summary>What is wrong with a derived key in base64.</summary>
    public static SigningKeyError CheckKey(ReadOnlySpan<char> base64) => Check(AnyAccessKey, base64, null);

    private static SigningKeyError Check(string accessKey, ReadOnlySpan<char> base64, string? sessionToken)
    {
        SigningKey.TryFromBase64(accessKey, base64, s_anyScope, sessionToken, out var key, out var error);
        key?.Dispose();
        return error;
    }
}
