using System.CommandLine;
using AwsAuthFastProxy.Configuration;

namespace AwsAuthFastProxy.CommandLine;

/// <summary><c>check</c>: says everything that is wrong with a configuration, or what it amounts to.</summary>
internal sealed class CheckCommand(CommandEnvironment environment)
{
    private readonly Option<string> _config = ConfigOption.Create();

    private readonly Option<bool> _online = new("--online")
    {
        Description = "Also resolve, connect, verify TLS and sign a HEAD for each upstream.",
    };

    public Command Create()
    {
        var command = new Command("check", "Validate a configuration: every error at once as FILE:LINE: message.") { _config, _online };
        command.SetAction(Invoke);
        return command;
    }

    private int Invoke(ParseResult result)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        var file = result.GetRequiredValue(_config);
        var model = ConfigCommand.Load(file, environment, error);
        if (model is null)
        {
            return ExitStatus.BadUsage;
        }

        output.WriteLine($"{file}: configuration is valid");
        foreach (var line in ModelSummary.Lines(model))
        {
            output.WriteLine(line);
        }

        if (result.GetValue(_online))
        {
            error.WriteLine("check --online is not available in this version yet; the configuration was checked without it");
            return ExitStatus.BadUsage;
        }

        return ExitStatus.Success;
    }
}
