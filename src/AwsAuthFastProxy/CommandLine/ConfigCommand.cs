using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>What commands that read a configuration have in common.</summary>
internal static class ConfigCommand
{
    /// <summary>The configuration, with warnings on <paramref name="error"/>; or null, with every error there.</summary>
    public static ProxyModel? Load(string file, CommandEnvironment environment, TextWriter error)
    {
        var result = ConfigLoader.Load(file, new ConfigEnvironment(environment.Variable, environment.Clock));
        foreach (var diagnostic in result.Errors)
        {
            error.WriteLine(diagnostic);
        }

        foreach (var warning in result.Warnings)
        {
            error.WriteLine($"{warning.Position}: warning: {warning.Message}");
        }

        return result.Model;
    }
}
