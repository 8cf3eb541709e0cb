using AwsAuthFastProxy.Configuration.Compilation;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration;

/// <summary>
/// From a file, in JSON or in nginx's syntax by its name, to the compiled configuration: text, what the user wrote, validated, compiled. Never throws for what stands in
/// files. At start errors end the process; at a reload they leave the running configuration in force.
/// </summary>
internal static class ConfigLoader
{
    /// <summary>The longest configuration file, in bytes.</summary>
    private const int MaxFileBytes = 16 * 1024 * 1024;

    public static ConfigResult Load(string file, ConfigEnvironment environment)
    {
        var diagnostics = new Diagnostics();
        if (!BoundedFile.TryRead(file, MaxFileBytes, out var text, out var reason))
        {
            diagnostics.Error(new SourcePosition(file, 0), $"{reason}; name the configuration file with -c FILE");
            return Result(null, diagnostics);
        }

        return Result(Compile(file, text, environment, diagnostics), diagnostics);
    }

    private static ProxyModel? Compile(string file, byte[] text, ConfigEnvironment environment, Diagnostics diagnostics)
    {
        IReadOnlyList<string> included = [];
        ConfigNode? root;
        if (NginxConfigReader.IsNginx(file))
        {
            (root, included) = NginxConfigReader.Read(file, text, environment.Today, diagnostics);
        }
        else
        {
            root = JsonTreeReader.Read(file, text, diagnostics);
        }

        return root is null ? null : Compile(file, root, included, environment, diagnostics);
    }

    /// <summary>From a tree, in whatever notation it was written, to the model.</summary>
    public static ProxyModel? Compile(string file, ConfigNode root, IReadOnlyList<string> included, ConfigEnvironment environment, Diagnostics diagnostics)
    {
        if (root.Kind != ConfigNodeKind.Object)
        {
            diagnostics.Error(new SourcePosition(file, root.Line), $"the configuration is {root.Describe()}, but must be an object: {{ ... }}");
            return null;
        }

        var context = new ReadingContext(file, environment, diagnostics);
        var config = JsonConfigReader.Read(new ObjectReader(root, "the configuration", context)) with { Shown = MaskedConfig.Write(root), Files = included };
        WarnOfOpenSecrets(config, diagnostics);
        return ConfigCompiler.Compile(config, environment, diagnostics);
    }

    private static void WarnOfOpenSecrets(ProxyConfig config, Diagnostics diagnostics)
    {
        foreach (var credentials in config.Credentials)
        {
            foreach (var secret in (ReadOnlySpan<TextSetting?>)[credentials.SecretKey, credentials.SessionToken, credentials.SigningKey])
            {
                if (secret is { IsFaulty: false, IsLiteral: true } && BoundedFile.IsReadableByAll(secret.Position.File))
                {
                    var otherwise = NginxConfigReader.IsNginx(secret.Position.File) ? "" : ", or write \"${env:NAME}\" or \"${file:PATH}\"";
                    diagnostics.Warning(secret.Position, $"a secret stands here and every user of this machine may read the file; chmod 600 it{otherwise}");
                }
            }
        }
    }

    // While there are errors, nothing else matters yet.
    private static ConfigResult Result(ProxyModel? model, Diagnostics diagnostics) =>
        diagnostics.HasErrors
            ? new ConfigResult(null, diagnostics.Errors(), diagnostics.Warnings(), [], [])
            : new ConfigResult(model, [], diagnostics.Warnings(), diagnostics.Changes(), diagnostics.Notes());
}
