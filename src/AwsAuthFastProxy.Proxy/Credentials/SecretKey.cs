using System.Globalization;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>Derives a day's key from a secret.</summary>
internal static class SecretKey
{
    /// <summary>The key, or null with the reason, which shows nothing of the secret. The caller keeps the secret from being zeroed meanwhile.</summary>
    public static SigningKey? TryDerive(
        string accessKey, SecretBytes secret, string? sessionToken, int day, string region, string service, out string? reason)
    {
        try
        {
            var scope = CredentialScope.Create(day.ToString("D8", CultureInfo.InvariantCulture), region, service);
            reason = null;
            return SigningKey.FromSecret(accessKey, secret.Span, scope, sessionToken);
        }
        catch (FormatException malformed)
        {
            reason = malformed.Message;
            return null;
        }
    }
}
