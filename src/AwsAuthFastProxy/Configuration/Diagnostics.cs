using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;

namespace AwsAuthFastProxy.Configuration;

/// <summary>Collects everything that is wrong with a configuration, so that it can be said at once.</summary>
internal sealed class Diagnostics
{
    private readonly List<Diagnostic> _errors = [];
    private readonly List<Diagnostic> _warnings = [];
    private readonly List<Diagnostic> _changes = [];
    private readonly List<Diagnostic> _notes = [];

    public bool HasErrors => _errors.Count > 0;

    public int ErrorCount => _errors.Count;

    /// <summary>Once, also where a part is looked at for several others.</summary>
    public void Error(SourcePosition position, string message) => Add(_errors, position, message);

    /// <summary>An error in a setting that is no secret: shows what was written.</summary>
    public void Error(string key, TextSetting setting, string message) =>
        Error(setting.Position, $"{Quote.Text(key)} is {Quote.Text(setting.Written)}: {message}");

    public void Warning(SourcePosition position, string message) => Add(_warnings, position, message);

    /// <summary>Something that goes another way here than where the configuration comes from.</summary>
    public void Change(SourcePosition position, string message) => Add(_changes, position, message);

    /// <summary>Something that means nothing here, and why.</summary>
    public void Note(SourcePosition position, string message) => Add(_notes, position, message);

    /// <summary>The errors, file by file in the order met, line by line.</summary>
    public IReadOnlyList<Diagnostic> Errors() => Sorted(_errors);

    /// <summary>The warnings, in the same order.</summary>
    public IReadOnlyList<Diagnostic> Warnings() => Sorted(_warnings);

    /// <summary>What goes another way, in the same order.</summary>
    public IReadOnlyList<Diagnostic> Changes() => Sorted(_changes);

    /// <summary>What means nothing here, in the same order.</summary>
    public IReadOnlyList<Diagnostic> Notes() => Sorted(_notes);

    private static void Add(List<Diagnostic> list, SourcePosition position, string message)
    {
        var diagnostic = new Diagnostic(position, message);
        if (!list.Contains(diagnostic))
        {
            list.Add(diagnostic);
        }
    }

    private static List<Diagnostic> Sorted(List<Diagnostic> list)
    {
        var files = new List<string>();
        foreach (var diagnostic in list)
        {
            if (!files.Contains(diagnostic.Position.File))
            {
                files.Add(diagnostic.Position.File);
            }
        }

        return [.. list.OrderBy(item => files.IndexOf(item.Position.File)).ThenBy(item => item.Position.Line)];
    }
}
