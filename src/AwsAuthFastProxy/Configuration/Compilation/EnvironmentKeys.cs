using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Keys of environment variables, which do not change while the process runs: read once.</summary>
internal static class EnvironmentKeys
{
    private const string AccessKeyVariable = "AWS_ACCESS_KEY_ID";
    private const string SecretKeyVariable = "AWS_SECRET_ACCESS_KEY";
    private const string SessionTokenVariable = "AWS_SESSION_TOKEN";

    public static SecretCredentials? Compile(CredentialConfig config, ConfigEnvironment environment, Diagnostics diagnostics)
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
}
