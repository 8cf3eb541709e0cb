using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>What happens to credentials while the proxy runs. Access key ids are shown, secrets and tokens never.</summary>
internal static partial class CredentialLog
{
    [LoggerMessage(52, LogLevel.Information, "Credentials {Name}: key files read again, {Days} UTC days in hand from today on.")]
    public static partial void DayKeysRead(ILogger logger, string name, int days);

    [LoggerMessage(53, LogLevel.Error, "Credentials {Name}: the key files have changed but are no good, and the keys read before stay in force: {Reason}")]
    public static partial void DayKeysRefused(ILogger logger, string name, string reason);

    [LoggerMessage(54, LogLevel.Information, "Credentials {Name}: {AccessKey} from {Provider}, until {Expires}.")]
    public static partial void Fetched(ILogger logger, string name, string accessKey, string provider, string expires);

    [LoggerMessage(55, LogLevel.Warning, "Credentials {Name}: provider {Provider} failed ({Failures} in a row): {Reason}. {AccessKey} stays in force until {Expires}; tried again in {Seconds:0.0} s.")]
    public static partial void RefreshFailed(
        ILogger logger, string name, string provider, int failures, string reason, string accessKey, string expires, double seconds);

    [LoggerMessage(56, LogLevel.Error, "Credentials {Name}: no keys, requests are answered 503. Provider {Provider} failed ({Failures} in a row): {Reason}. Tried again in {Seconds:0.0} s.")]
    public static partial void NoKeys(ILogger logger, string name, string provider, int failures, string reason, double seconds);

    [LoggerMessage(57, LogLevel.Error, "Credentials {Name}: {AccessKey} has expired at {Expires}, requests are answered 503 until provider {Provider} gives new keys: {Reason}.")]
    public static partial void Expired(ILogger logger, string name, string accessKey, string expires, string provider, string reason);
}
