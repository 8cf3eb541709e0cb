using System.CommandLine;

namespace AwsAuthFastProxy.CommandLine;

/// <summary><c>import</c>: translates the nginx module's directives.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "The file to write.",
            HelpName = "proxy.json",
        };
        var source = new Argument<string>("NGINX_CONF")
        {
            Description = "The nginx configuration.",
        };
        var command = new Command("import", "Translate an nginx configuration (not available in this version yet).") { output, source };
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Error.WriteLine("import is not available in this version yet; write the configuration in JSON and try it with check");
            return ExitStatus.BadUsage;
        });
        return command;
    }
}
