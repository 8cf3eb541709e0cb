using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles credentials that come from somewhere else than the configuration.</summary>
internal static class ProviderCompiler
{
    private const string AccessKeyVariable = "AWS_ACCESS_KEY_ID";
    private const string SecretKeyVariable = "AWS_SECRET_ACCESS_KEY";
    private const string SessionTokenVariable = "AWS_SESSION_TOKEN";

    private static readonly string[] s_known = ["environment", "chain", "profile", "instance", "container", "webIdentity", "assumeRole"];

    public static CredentialSource? Compile(CredentialConfig config, ConfigEnvironment environment, Diagnostics diagnostics)
    {
        RefuseKeys(config, diagnostics);
        var provider = config.Provider!;
        if (provider.IsFaulty)
        {
            return null;
        }

        if (provider.Value == "environment")
        {
            return FromEnvironment(config, environment, diagnostics);
        }

        diagnostics.Error(
            provider.Position,
            s_known.Contains(provider.Value)
                ? $"\"provider\": {Quote.Text(provider.Value)} is not available in this version yet; give \"environment\", or keys"
                : $"\"provider\" is {Quote.Text(provider.Written)}{NearestName.Suggest(provider.Written, s_known, "it may be")}");
        return null;
    }

    private static SecretCredentials? FromEnvironment(CredentialConfig config, ConfigEnvironment environment, Diagnostics diagnostics)
    {
        var accessKey = environment.Variable(AccessKeyVariable);
        var secretKey = environment.Variable(SecretKeyVariable);
        var sessionToken = environment.Variable(SessionTokenVariable) is { Length: > 0 } token ? token : null;
        var position = config.Provider!.Position;
        var missing = string.IsNullOrEmpty(accessKey) ? AccessKeyVariable : string.IsNullOrEmpty(secretKey) ? SecretKeyVariable : null;
        if (missing is not null)
        {
            diagnostics.Error(position, $"\"provider\" is \"environment\", but the environment variable {missing} is not set");
            return null;
        }

        var error = KeyParts.CheckIdentity(accessKey!, sessionToken);
        if (error != SigningKeyError.None)
        {
            var variable = error == SigningKeyError.BadSessionToken ? SessionTokenVariable : AccessKeyVariable;
            diagnostics.Error(position, $"the environment variable {variable} is no good: {SigningKey.Describe(error)}");
            return null;
        }

        return new SecretCredentials(config.Name, accessKey!, secretKey!, sessionToken, "environment");
    }

    private static void RefuseKeys(CredentialConfig config, Diagnostics diagnostics)
    {
        (string Key, TextSetting? Setting)[] settings =
        [
            ("accessKey", config.AccessKey),
            ("secretKey", config.SecretKey),
            ("sessionToken", config.SessionToken),
            ("keyScope", config.KeyScope),
            ("signingKey", config.SigningKey),
            ("signingKeys", config.SigningKeys),
        ];
        foreach (var (key, setting) in settings)
        {
            if (setting is not null)
            {
                diagnostics.Error(setting.Position, $"{Quote.Text(key)} means nothing beside \"provider\"; leave one of them");
            }
        }
    }
}
