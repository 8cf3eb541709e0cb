using System.CommandLine;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.CommandLine;

/// <summary><c>import</c>: translates an nginx configuration into the JSON form, and says line by line what was not understood.</summary>
internal sealed class ImportCommand(CommandEnvironment environment)
{
    private const int MaxFileBytes = 16 * 1024 * 1024;

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file to write, with mode 0600 since keys stand in it; standard output when left out.",
        HelpName = "proxy.json",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replace the file if it is there.",
    };

    private readonly Argument<string> _source = new("NGINX_CONF")
    {
        Description = "The nginx configuration.",
    };

    public Command Create()
    {
        var command = new Command("import", "Translate an nginx configuration into JSON; the report on standard error says line by line what was not understood.") { _output, _force, _source };
        command.SetAction(Invoke);
        return command;
    }

    private int Invoke(ParseResult result)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        var (source, target) = (result.GetRequiredValue(_source), result.GetValue(_output));
        if (!BoundedFile.TryRead(source, MaxFileBytes, out var text, out var reason))
        {
            error.WriteLine($"import: {reason}");
            return ExitStatus.BadUsage;
        }

        // The key's day is not asked for here: whoever comes with an old one gets the rest, and a key that lasts in its place.
        var diagnostics = new Diagnostics();
        var (root, included) = NginxConfigReader.Read(source, text, today: null, diagnostics);
        if (root is null)
        {
            ConfigCommand.Write(error, "", diagnostics.Errors());
            error.WriteLine($"import: nothing was written: {source} has {(diagnostics.ErrorCount == 1 ? "an error" : $"{diagnostics.ErrorCount} errors")}");
            return ExitStatus.BadUsage;
        }

        ConfigCommand.Write(error, "changed: ", diagnostics.Changes());
        ConfigCommand.Write(error, "note: ", diagnostics.Notes());

        var written = Write(root, target, result.GetValue(_force), output, error);
        return written == ExitStatus.Success ? Check(source, root, included, error) : written;
    }

    // What is written may still want mending before it runs: a key of another day, a file that is elsewhere.
    private int Check(string source, ConfigNode root, IReadOnlyList<string> included, TextWriter error)
    {
        var diagnostics = new Diagnostics();
        ConfigLoader.Compile(source, root, included, new ConfigEnvironment(environment.Variable, environment.Clock), diagnostics);
        ConfigCommand.Write(error, "", diagnostics.Errors());
        ConfigCommand.Write(error, "warning: ", diagnostics.Warnings());
        if (!diagnostics.HasErrors)
        {
            return ExitStatus.Success;
        }

        error.WriteLine($"import: it was written all the same; mend {(diagnostics.ErrorCount == 1 ? "this" : $"these {diagnostics.ErrorCount}")} there before it runs");
        return ExitStatus.BadUsage;
    }

    private static int Write(ConfigNode root, string? target, bool mayReplace, TextWriter output, TextWriter error)
    {
        if (target is null)
        {
            output.Write(JsonTreeWriter.WriteText(root));
            return ExitStatus.Success;
        }

        if (!mayReplace && File.Exists(target))
        {
            error.WriteLine($"import: {target} is there already, and nothing was written; --force replaces it");
            return ExitStatus.BadUsage;
        }

        try
        {
            DraftFile.Write(target, JsonTreeWriter.Write(root));
            return ExitStatus.Success;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"import: cannot write {target}: {failure.Message}");
            return ExitStatus.Failed;
        }
    }
}
