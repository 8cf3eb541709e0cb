using AwsAuthFastProxy.Configuration.Written;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>The settings of credentials that mean something to some providers only.</summary>
internal static class ProviderKeys
{
    private static readonly string[] s_sts = ["sessionName", "duration", "region", "stsEndpoint"];

    /// <summary>Those that were written, by their keys.</summary>
    public static IEnumerable<(string Key, TextSetting Setting)> Of(CredentialConfig config)
    {
        (string Key, TextSetting? Setting)[] all =
        [
            ("profile", config.Profile),
            ("roleArn", config.RoleArn),
            ("source", config.Source),
            ("sessionName", config.SessionName),
            ("externalId", config.ExternalId),
            ("duration", config.Duration),
            ("tokenFile", config.TokenFile),
            ("region", config.Region),
            ("stsEndpoint", config.StsEndpoint),
        ];
        return all.Where(entry => entry.Setting is not null).Select(entry => (entry.Key, entry.Setting!));
    }

    /// <summary>What a provider knows.</summary>
    public static IReadOnlyList<string> KnownTo(string provider) => provider switch
    {
        "profile" => ["profile"],
        "webIdentity" => ["roleArn", "tokenFile", .. s_sts],
        "assumeRole" => ["roleArn", "source", "externalId", .. s_sts],
        "chain" => s_sts,
        _ => [],
    };
}
