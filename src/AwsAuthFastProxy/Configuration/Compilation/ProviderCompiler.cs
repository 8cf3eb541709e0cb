using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Credentials;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>
/// Compiles credentials that come from somewhere else than the configuration. Asks nobody: what a provider answers is seen when it is
/// started.
/// </summary>
internal sealed class ProviderCompiler(
    IReadOnlyList<CredentialConfig> credentials, string directory, ConfigEnvironment environment, Diagnostics diagnostics)
{
    private static readonly string[] s_known = ["environment", "chain", "profile", "instance", "container", "webIdentity", "assumeRole"];

    /// <summary>The credentials, or null with errors.</summary>
    public CredentialSource? Compile(CredentialConfig config)
    {
        RefuseKeys(config);
        if (config.Provider!.IsFaulty || !CheckProvider(config))
        {
            return null;
        }

        if (config.Provider.Value == "environment")
        {
            return EnvironmentKeys.Compile(config, environment, diagnostics);
        }

        return TryMake(config, [config.Name]) is { } provider ? Running(config.Name, provider) ?? new RefreshedCredentials(config.Name, provider) : null;
    }

    /// <summary>The one in use with its keys, when nothing in its configuration has changed.</summary>
    private RefreshedCredentials? Running(string name, CredentialProvider provider)
    {
        foreach (var running in environment.Running ?? [])
        {
            if (running is RefreshedCredentials refreshed && refreshed.Name == name && refreshed.Provider.Equals(provider))
            {
                provider.Dispose();
                return refreshed;
            }
        }

        return null;
    }

    private bool CheckProvider(CredentialConfig config)
    {
        var provider = config.Provider!;
        if (!s_known.Contains(provider.Value))
        {
            diagnostics.Error(provider.Position, $"\"provider\" is {Quote.Text(provider.Written)}{NearestName.Suggest(provider.Written, s_known, "it may be")}");
            return false;
        }

        var known = ProviderKeys.KnownTo(provider.Value);
        foreach (var (key, setting) in ProviderKeys.Of(config))
        {
            if (!known.Contains(key))
            {
                var others = s_known.Where(name => ProviderKeys.KnownTo(name).Contains(key)).Select(Quote.Text);
                diagnostics.Error(
                    setting.Position,
                    $"{Quote.Text(key)} means nothing to the provider {Quote.Text(provider.Value)}, only to {string.Join(", ", others)}; leave it out");
            }
        }

        return true;
    }

    private CredentialProvider? TryMake(CredentialConfig config, IReadOnlyList<string> path) => config.Provider!.Value switch
    {
        "profile" => MakeProfile(config),
        "webIdentity" => MakeWebIdentity(config),
        "assumeRole" => MakeAssumeRole(config, path),
        "chain" => StsCompiler.Compile(config, diagnostics) is { } sts ? new ChainProvider(sts) : null,
        var simple => MakeSimple(simple),
    };

    private static CredentialProvider? MakeSimple(string name) => name switch
    {
        "environment" => new EnvironmentProvider(),
        "instance" => new InstanceProvider(),
        "container" => new ContainerProvider(),
        "profile" => new ProfileProvider(Name: null),
        "chain" => new ChainProvider(StsCompiler.Default),
        "webIdentity" => new WebIdentityProvider(null, null, StsCompiler.Default),
        _ => null,
    };

    private ProfileProvider? MakeProfile(CredentialConfig config)
    {
        if (config.Profile is null or { IsFaulty: true })
        {
            return config.Profile is null ? new ProfileProvider(Name: null) : null;
        }

        var provider = new ProfileProvider(config.Profile.Value);
        if (!provider.Exists())
        {
            diagnostics.Warning(
                config.Profile.Position,
                $"there is no profile {Quote.Text(config.Profile.Written)} in ~/.aws/config or ~/.aws/credentials now, and nothing can be signed until there is");
        }

        return provider;
    }

    private WebIdentityProvider? MakeWebIdentity(CredentialConfig config)
    {
        var sts = StsCompiler.Compile(config, diagnostics);
        var isGood = config.RoleArn is null || StsCompiler.CheckRole(config.RoleArn, diagnostics);
        if (sts is null || !isGood || config.TokenFile is { IsFaulty: true })
        {
            return null;
        }

        var file = config.TokenFile is null ? null : Path.GetFullPath(Path.Combine(directory, config.TokenFile.Value));
        return new WebIdentityProvider(file, config.RoleArn?.Value, sts);
    }

    private AssumeRoleProvider? MakeAssumeRole(CredentialConfig config, IReadOnlyList<string> path)
    {
        var sts = StsCompiler.Compile(config, diagnostics);
        var source = FindSource(config, path);
        if (config.RoleArn is null)
        {
            diagnostics.Error(config.Position, $"credentials {Quote.Text(config.Name)} assume a role but have no \"roleArn\"; for example \"arn:aws:iam::123456789012:role/edge\"");
            return null;
        }

        var isGood = StsCompiler.CheckRole(config.RoleArn, diagnostics) & StsCompiler.CheckExternalId(config.ExternalId, diagnostics);
        return sts is null || source is null || !isGood ? null : new AssumeRoleProvider(source, config.RoleArn.Value, config.ExternalId?.Value, sts);
    }

    /// <summary>A credential set of that name, or else a provider; the chain when nothing is said.</summary>
    private CredentialProvider? FindSource(CredentialConfig config, IReadOnlyList<string> path)
    {
        if (config.Source is not { } source)
        {
            return MakeSimple("chain");
        }

        if (source.IsFaulty)
        {
            return null;
        }

        var named = credentials.FirstOrDefault(other => other.Name == source.Value);
        if (named is null)
        {
            var provider = MakeSimple(source.Value);
            if (provider is null)
            {
                var names = credentials.Select(other => other.Name).Where(name => name != config.Name).Concat(s_known).Where(name => name != "assumeRole").ToArray();
                diagnostics.Error(source.Position, $"\"source\" is {Quote.Text(source.Written)}, but there are no such credentials and no such provider{NearestName.Suggest(source.Written, names, "there are")}");
            }

            return provider;
        }

        if (path.Contains(named.Name))
        {
            diagnostics.Error(source.Position, $"\"source\": credentials {Quote.Text(named.Name)} would need themselves; name others");
            return null;
        }

        return FromSet(source, named, [.. path, named.Name]);
    }

    // What is wrong with the set itself is reported where it is compiled.
    private CredentialProvider? FromSet(TextSetting source, CredentialConfig named, IReadOnlyList<string> path)
    {
        if (named.Provider is not null)
        {
            return named.Provider.IsFaulty || !s_known.Contains(named.Provider.Value) ? null : TryMake(named, path);
        }

        if (named.SecretKey is null)
        {
            diagnostics.Error(source.Position, $"\"source\": credentials {Quote.Text(named.Name)} have no \"secretKey\" and no \"provider\", and a derived key signs for its own service only");
            return null;
        }

        return named.AccessKey is null or { IsFaulty: true } || named.SecretKey.IsFaulty || named.SessionToken is { IsFaulty: true }
            ? null
            : new FixedProvider(named.AccessKey.Value, named.SecretKey.Value, named.SessionToken?.Value);
    }

    private void RefuseKeys(CredentialConfig config)
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
