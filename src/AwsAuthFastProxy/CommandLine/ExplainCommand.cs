using System.CommandLine;
using AwsAuthFastProxy.Hosting;

namespace AwsAuthFastProxy.CommandLine;

/// <summary><c>explain</c>: what would become of a request.</summary>
internal sealed class ExplainCommand(CommandEnvironment environment)
{
    private readonly Option<string> _config = ConfigOption.Create();

    private readonly Option<string> _method = new("--request", "-X")
    {
        Description = "The request's method.",
        HelpName = "METHOD",
        DefaultValueFactory = _ => "GET",
    };

    private readonly Option<string[]> _headers = new("--header", "-H")
    {
        Description = "A header field of the request; may be given more than once.",
        HelpName = "'Name: value'",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _error = new("--error")
    {
        Description = "A file with the error document that the server answered the request with: shows where its view and ours part.",
        HelpName = "FILE",
    };

    private readonly Argument<string> _url = new("URL")
    {
        Description = "The request's URL, or its path.",
    };

    public Command Create()
    {
        var command = new Command("explain", "Show which route and upstream a request takes and what would be sent and signed; secrets never.")
        {
            _config,
            _method,
            _headers,
            _error,
            _url,
        };
        _headers.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf(':', StringComparison.Ordinal) < 1)
                {
                    result.AddError("--header is 'Name: value'");
                }
            }
        });
        command.SetAction((result, _) => InvokeAsync(result));
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult result)
    {
        var output = result.InvocationConfiguration;
        var model = ConfigCommand.Load(result.GetRequiredValue(_config), environment, output.Error);
        if (model is null)
        {
            return ExitStatus.BadUsage;
        }

        var options = new ExplainOptions(
            result.GetRequiredValue(_method),
            result.GetValue(_headers) ?? [],
            result.GetRequiredValue(_url),
            result.GetValue(_error));
        return await ProxyHost.ExplainAsync(model, options, environment, output).ConfigureAwait(false);
    }
}
