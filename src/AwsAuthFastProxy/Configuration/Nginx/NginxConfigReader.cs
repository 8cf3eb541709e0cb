using System.Diagnostics.CodeAnalysis;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Directives;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Nginx.Translation;

namespace AwsAuthFastProxy.Configuration.Nginx;

/// <summary>
/// nginx's notation of a configuration: makes the tree that the JSON text makes, each node with file and line of the nginx file. Everything
/// after that is the one path of both. What is not understood is an error; what goes another way is said.
/// </summary>
internal static class NginxConfigReader
{
    /// <summary>Whether a file is in this notation, by its name.</summary>
    public static bool IsNginx(string file) => file.EndsWith(".conf", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file and those it includes.</summary>
    /// <param name="file">The main file, as the user named it.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="today">The day that keys must be for; null to leave that to whoever uses them.</param>
    /// <param name="diagnostics">Takes what there is to say.</param>
    /// <returns>The tree, and the files included; the tree is null when there are errors.</returns>
    public static (ConfigNode? Root, IReadOnlyList<string> Included) Read(string file, ReadOnlySpan<byte> text, DateOnly? today, Diagnostics diagnostics)
    {
        var reader = new NginxFileReader(file, diagnostics);
        var directives = reader.Read(file, text);
        if (directives.Count == 0 && !diagnostics.HasErrors)
        {
            diagnostics.Error(new SourcePosition(file, 1), "there is no configuration in this file; one begins with http {");
        }

        // What is half read would be half understood.
        var isRead = !diagnostics.HasErrors;
        var root = TryFindHttp(directives, file, diagnostics, out var main, out var http) && isRead
            ? new NginxTranslator(main, http, file, today, diagnostics).Translate()
            : null;
        return (diagnostics.HasErrors ? null : root, reader.Included);
    }

    // A file of conf.d or sites-enabled is what stands within http.
    private static bool TryFindHttp(
        IReadOnlyList<NginxDirective> directives, string file, Diagnostics diagnostics, [NotNullWhen(true)] out Scope? main, [NotNullWhen(true)] out Scope? http)
    {
        var checker = new NginxChecker(diagnostics);
        var isPart = directives.Any(static directive => directive is { Name: "server", Block: not null })
            && !directives.Any(static directive => directive.Name is "http" or "events");
        var start = directives.Count == 0 ? new SourcePosition(file, 1) : directives[0].Position;
        var context = isPart ? NginxContexts.Http : NginxContexts.Main;
        var kept = checker.Check(directives, context);
        (main, http) = (null, null);
        if (isPart)
        {
            diagnostics.Note(start, "there is no http block: the file is read as what stands within one");
            main = new Scope(start, [], null);
            http = new Scope(start, kept, main);
            return true;
        }

        if (kept.Find(static directive => directive.Name == "http") is not { } block)
        {
            if (!diagnostics.HasErrors)
            {
                diagnostics.Error(start, "there is no \"http\" block, and no server");
            }

            return false;
        }

        main = new Scope(start, kept, null);
        http = new Scope(block.Position, block.Block!, main);
        return true;
    }
}
