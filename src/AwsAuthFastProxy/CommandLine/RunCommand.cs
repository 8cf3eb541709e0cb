using System.CommandLine;
using AwsAuthFastProxy.Hosting;

namespace AwsAuthFastProxy.CommandLine;

/// <summary><c>run</c>: serves until it is told to stop. The default command.</summary>
internal sealed class RunCommand(CommandEnvironment environment)
{
    private readonly Option<string> _config = ConfigOption.Create();

    private readonly Option<int?> _workers = new("--workers")
    {
        Description = "Event loops; as many as this process has cores when left out.",
        HelpName = "N",
        CustomParser = WholeNumber.Parser(1, 1024),
    };

    private readonly Option<TransportChoice> _transport = Words.Option(
        "--transport",
        "What moves bytes: epoll where there is epoll when left out.",
        ("auto", TransportChoice.Auto),
        ("epoll", TransportChoice.Epoll),
        ("managed", TransportChoice.Managed));

    public Command Create()
    {
        var command = new Command("run", "Serve.");
        AddTo(command);
        return command;
    }

    /// <summary>Makes running what a command does.</summary>
    public void AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_workers);
        command.Add(_transport);
        command.SetAction((result, _) => InvokeAsync(result));
    }

    private Task<int> InvokeAsync(ParseResult result)
    {
        var output = result.InvocationConfiguration;
        var file = result.GetRequiredValue(_config);
        var model = ConfigCommand.Load(file, environment, output.Error, ReportDetail.Changes);
        return model is null
            ? Task.FromResult(ExitStatus.BadUsage)
            : ProxyHost.RunAsync(model, new RunOptions(file, result.GetValue(_workers), result.GetValue(_transport)), environment, output);
    }
}
