using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Translates access_log and log_format.</summary>
internal sealed class LogTranslator
{
    private readonly Dictionary<string, string> _formats = new(StringComparer.Ordinal) { ["combined"] = "combined" };
    private readonly string _directory;
    private readonly Diagnostics _diagnostics;

    public LogTranslator(Scope http, string directory, Diagnostics diagnostics)
    {
        (_directory, _diagnostics) = (directory, diagnostics);
        foreach (var directive in http.Own.Where(static directive => directive.Name == "log_format"))
        {
            ReadFormat(directive);
        }
    }

    /// <summary>The log of a block as <c>accessLog</c>; null where nothing is written.</summary>
    public ConfigNode? Translate(Scope scope)
    {
        var written = scope.FindAll("access_log");
        if (written.Count == 0)
        {
            return null;
        }

        var directive = written[0];
        foreach (var other in written.Skip(1))
        {
            _diagnostics.Error(other.Position, "a second \"access_log\" is not supported: a request is written to one log");
        }

        var path = directive.Argument(0)!;
        if (path == "off")
        {
            return Nodes.Object(directive.Position).With("path", Nodes.Text(directive.Position, "off"));
        }

        if (path.StartsWith("syslog:", StringComparison.Ordinal) || Variables.HasAny(path))
        {
            _diagnostics.Error(
                directive.Position,
                path[0] == 's' ? "\"access_log syslog:\" is not supported: write a file, or /dev/stdout, and let the service manager pass it on" : "\"access_log\" with variables is not supported: name one file");
            return null;
        }

        var format = "combined";
        foreach (var word in directive.Arguments.Skip(1).Select(static word => word.Text))
        {
            format = ReadParameter(directive, word, format);
        }

        return Nodes.Object(directive.Position)
            .With("path", Nodes.Text(directive.Position, path == "/dev/stdout" ? "stdout" : Path.GetFullPath(Path.Combine(_directory, path))))
            .With("format", Nodes.Text(directive.Position, format));
    }

    private string ReadParameter(NginxDirective directive, string word, string format)
    {
        switch (word.Split('=')[0])
        {
            case "if" when word.Contains('=', StringComparison.Ordinal):
                _diagnostics.Error(directive.Position, "\"access_log ... if=\" is not supported: a log has every request of its location; write access_log off where none is wanted");
                return format;
            case "buffer" or "flush" when word.Contains('=', StringComparison.Ordinal):
                _diagnostics.Note(directive.Position, $"\"access_log ... {word}\" means nothing here: lines are written in batches, several times a second");
                return format;
            case "gzip":
                _diagnostics.Error(directive.Position, "\"access_log ... gzip\" is not supported: let logrotate pack the files");
                return format;
            default:
                if (_formats.TryGetValue(word, out var known))
                {
                    return known;
                }

                _diagnostics.Error(directive.Position, $"unknown log format {Quote.Text(word)}{NearestName.Suggest(word, _formats.Keys, "there are")}");
                return format;
        }
    }

    private void ReadFormat(NginxDirective directive)
    {
        var name = directive.Argument(0)!;
        var words = directive.Arguments.Skip(1).Select(static word => word.Text).ToList();
        var escape = words[0].StartsWith("escape=", StringComparison.Ordinal) ? $"{words[0]} " : "";
        var format = escape + string.Concat(words.Skip(escape.Length > 0 ? 1 : 0));
        if (!_formats.TryAdd(name, format))
        {
            _diagnostics.Error(directive.Position, $"duplicate \"log_format\" name {Quote.Text(name)}");
        }
    }
}
