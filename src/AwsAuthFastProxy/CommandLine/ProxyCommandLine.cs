using System.CommandLine;
using System.CommandLine.Parsing;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>The command line: its commands, and what bad usage gets.</summary>
internal static class ProxyCommandLine
{
    private const string Name = "aws-auth-fast-proxy";

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit status, one of <see cref="ExitStatus"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments, CommandEnvironment environment, InvocationConfiguration invocation)
    {
        // An argument that begins with '@' is itself, not a file of arguments: secrets and keys may begin so.
        var result = Create(environment).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && result.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            Report(result, invocation.Error);
            return ExitStatus.BadUsage;
        }

        if (result.CommandResult != result.RootCommandResult && HasRootOptions(result))
        {
            invocation.Error.WriteLine($"{Name}: options go after the command: {Name} {result.CommandResult.Command.Name} [options]");
            return ExitStatus.BadUsage;
        }

        // Signals are the host's: it drains, which takes longer than the two seconds that would be given here.
        invocation.ProcessTerminationTimeout = null;
        return await result.InvokeAsync(invocation).ConfigureAwait(false);
    }

    private static RootCommand Create(CommandEnvironment environment)
    {
        var root = new RootCommand("An HTTP reverse proxy that signs requests with AWS Signature Version 4 and forwards them to S3. Without a command it runs.");
        new RunCommand(environment).AddTo(root);
        root.Add(new RunCommand(environment).Create());
        root.Add(new CheckCommand(environment).Create());
        root.Add(new ExplainCommand(environment).Create());
        root.Add(new SigningKeyCommand(environment).Create());
        root.Add(new ImportCommand(environment).Create());
        root.Add(DemoCommand.Create());
        return root;
    }

    // They would be those of the default command, and without any effect on the one named.
    private static bool HasRootOptions(ParseResult result) =>
        result.RootCommandResult.Children.Any(child => child is OptionResult { Implicit: false });

    private static void Report(ParseResult result, TextWriter error)
    {
        var command = result.CommandResult.Command;
        var name = command is RootCommand ? Name : $"{Name} {command.Name}";
        foreach (var parseError in result.Errors)
        {
            error.WriteLine($"{name}: {Describe(parseError, result)}");
        }

        error.WriteLine($"Try '{name} --help'.");
    }

    // A word too many may be a secret whose option was misspelt, so it is shown only where it can be none.
    private static string Describe(ParseError error, ParseResult result)
    {
        if (error.SymbolResult is not CommandResult { Command.Name: SigningKeyCommand.Name } || result.UnmatchedTokens.Count == 0)
        {
            return error.Message;
        }

        return "there is an argument that signing-key does not know (not shown here: it may be a secret)";
    }
}
