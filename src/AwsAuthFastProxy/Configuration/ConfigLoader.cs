using AwsAuthFastProxy.Configuration.Compilation;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration;

/// <summary>
/// From a file to the compiled configuration: text, what the user wrote, validated, compiled. Never throws for what stands in
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
        var root = JsonTreeReader.Read(file, text, diagnostics);
        if (root is null)
        {
            return null;
        }

        if (root.Kind != ConfigNodeKind.Object)
        {
            diagnostics.Error(new SourcePosition(file, root.Line), $"the configuration is {root.Describe()}, but must be an object: {{ ... }}");
            return null;
        }

        var context = new ReadingContext(file, environment, diagnostics);
        var config = JsonConfigReader.Read(new ObjectReader(root, "the configuration", context)) with { Shown = MaskedConfig.Write(root) };
        WarnOfOpenSecrets(file, config, diagnostics);
        return ConfigCompiler.Compile(config, environment, diagnostics);
    }

    private static void WarnOfOpenSecrets(string file, ProxyConfig config, Diagnostics diagnostics)
    {
        if (!BoundedFile.IsReadableByAll(file))
        {
            return;
        }

        foreach (var credentials in config.Credentials)
        {
            foreach (var secret in (ReadOnlySpan<TextSetting?>)[credentials.SecretKey, credentials.SessionToken, credentials.SigningKey])
            {
                if (secret is { IsFaulty: false, IsLiteral: true })
                {
                    diagnostics.Warning(
                        secret.Position,
                        "a secret stands here and every user of this machine may read the file; chmod 600 it, or write \"${env:NAME}\" or \"${file:PATH}\"");
                }
            }
        }
    }

    private static ConfigResult Result(ProxyModel? model, Diagnostics diagnostics) =>
        new(diagnostics.HasErrors ? null : model, diagnostics.Errors(), diagnostics.Warnings());
}
