using System.CommandLine;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>The option that names the configuration file, the same with every command.</summary>
internal static class ConfigOption
{
    private const string DefaultFile = "./proxy.json";

    public static Option<string> Create() => new("--config", "-c")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultFile,
    };
}
