using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>credentials</c>. No message shows a key, a secret or a token.</summary>
internal sealed class CredentialCompiler(string directory, ConfigEnvironment environment, Diagnostics diagnostics)
{
    private const string Kinds = "\"secretKey\", \"keyScope\" with \"signingKey\", \"signingKeys\" or \"provider\"";

    private readonly DayKeyCompiler _dayKeys = new(directory, environment.Today, diagnostics);
    private ProviderCompiler? _providers;

    /// <summary>All by name; null for those with errors.</summary>
    public IReadOnlyDictionary<string, CredentialSource?> CompileAll(IReadOnlyList<CredentialConfig> credentials)
    {
        _providers = new ProviderCompiler(credentials, directory, environment, diagnostics);
        var sources = new Dictionary<string, CredentialSource?>(StringComparer.Ordinal);
        foreach (var config in credentials)
        {
            ConfigName.Check("credentials", config.Name, config.Position, diagnostics);
            sources[config.Name] = Compile(config);
        }

        return sources;
    }

    private CredentialSource? Compile(CredentialConfig config)
    {
        if (config.Provider is not null)
        {
            return _providers!.Compile(config);
        }

        RefuseProviderKeys(config);
        var isPinned = config.KeyScope is not null || config.SigningKey is not null;
        var kinds = (config.SecretKey is null ? 0 : 1) + (isPinned ? 1 : 0) + (config.SigningKeys is null ? 0 : 1);
        if (kinds != 1)
        {
            diagnostics.Error(
                config.Position,
                kinds == 0
                    ? $"credentials {Quote.Text(config.Name)} have no key; give {Kinds}"
                    : $"credentials {Quote.Text(config.Name)} have keys of more than one kind; leave one of {Kinds}");
            return null;
        }

        if (!CheckIdentity(config))
        {
            return null;
        }

        if (isPinned)
        {
            return _dayKeys.CompilePinned(config);
        }

        return config.SigningKeys is not null ? _dayKeys.CompileFiles(config) : CompileSecret(config);
    }

    private SecretCredentials? CompileSecret(CredentialConfig config)
    {
        if (config.SecretKey!.IsFaulty)
        {
            return null;
        }

        if (config.SecretKey.Value.Length == 0)
        {
            diagnostics.Error(config.SecretKey.Position, "\"secretKey\" is empty");
            return null;
        }

        return new SecretCredentials(config.Name, config.AccessKey!.Value, config.SecretKey.Value, config.SessionToken?.Value);
    }

    // Access key and token go into header fields; SigV4 knows what may stand there.
    private bool CheckIdentity(CredentialConfig config)
    {
        if (config.AccessKey is null)
        {
            diagnostics.Error(config.Position, $"credentials {Quote.Text(config.Name)} have no \"accessKey\"");
            return false;
        }

        if (config.AccessKey.IsFaulty || config.SessionToken is { IsFaulty: true })
        {
            return false;
        }

        var error = KeyParts.CheckIdentity(config.AccessKey.Value, config.SessionToken?.Value);
        if (error != SigningKeyError.None)
        {
            var (key, setting) = error == SigningKeyError.BadSessionToken ? ("sessionToken", config.SessionToken!) : ("accessKey", config.AccessKey);
            diagnostics.Error(setting.Position, $"{Quote.Text(key)}: {SigningKey.Describe(error)}");
        }

        return error == SigningKeyError.None;
    }

    private void RefuseProviderKeys(CredentialConfig config)
    {
        foreach (var (key, setting) in ProviderKeys.Of(config))
        {
            diagnostics.Error(setting.Position, $"{Quote.Text(key)} goes with a \"provider\" only; leave it out");
        }
    }
}
