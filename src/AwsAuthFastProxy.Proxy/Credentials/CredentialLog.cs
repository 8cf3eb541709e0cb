using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>What happens to credentials while the proxy runs. Access key ids are shown, secrets and tokens never.</summary>
internal static partial class CredentialLog
{
    [LoggerMessage(52, LogLevel.Information, "Credentials {Name}: key files read again, {Days} UTC days in hand from today on.")]
    public static partial void DayKeysRead(ILogger logger, string name, int days);

    [LoggerMessage(53, LogLevel.Error, "Credentials {Name}: the key files have changed but are no good, and the keys read before stay in force: {Reason}")]
    public static partial void DayKeysRefused(ILogger logger, string name, string reason);
}
