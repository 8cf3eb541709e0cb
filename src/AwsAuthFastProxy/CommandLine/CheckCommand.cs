using System.CommandLine;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Hosting;
using AwsAuthFastProxy.Proxy.Diagnosis;
using AwsAuthFastProxy.Proxy.Model;

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
        command.SetAction((result, _) => InvokeAsync(result));
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult result)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        var file = result.GetRequiredValue(_config);
        var model = ConfigCommand.Load(file, environment, error, ReportDetail.All);
        if (model is null)
        {
            return ExitStatus.BadUsage;
        }

        output.WriteLine($"{file}: configuration is valid");
        foreach (var line in ModelSummary.Lines(model))
        {
            output.WriteLine(line);
        }

        return !result.GetValue(_online) || await OnlineAsync(model, output).ConfigureAwait(false)
            ? ExitStatus.Success
            : ExitStatus.Failed;
    }

    /// <summary>Every upstream is tried, also after one has failed.</summary>
    private async Task<bool> OnlineAsync(ProxyModel model, TextWriter output)
    {
        using var credentials = await RunningCredentials.FetchAsync(model, environment.Clock).ConfigureAwait(false);
        var ok = true;
        foreach (var upstream in model.Upstreams)
        {
            output.WriteLine();
            output.WriteLine($"online {upstream.Name}:");
            ok &= await OnlineCheck.RunAsync(
                upstream,
                model.Timeouts,
                step => output.WriteLine($"  {step.Name,-8} {(step.IsOk ? "ok" : "failed"),-7} {step.Text}"),
                environment.Clock).ConfigureAwait(false);
        }

        return ok;
    }
}
