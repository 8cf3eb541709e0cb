using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// The locations of a server in one list, nested ones taken out. With nginx the longest prefix of each level leads to the next one, so a
/// nested prefix that a longer one beside its parent hides is never reached, and patterns are tried unless the outermost prefix forbids it.
/// </summary>
internal sealed class LocationReader(Diagnostics diagnostics)
{
    private readonly Dictionary<(bool Exact, string Path), SourcePosition> _seen = [];

    public List<Location> Read(Scope server)
    {
        var list = new List<Location>();
        Read(server, parent: null, hidden: [], patternsForbidden: null, list);
        return list;
    }

    private void Read(Scope level, Location? parent, List<string> hidden, bool? patternsForbidden, List<Location> list)
    {
        var here = level.Own.Where(static directive => directive.Name == "location").Select(directive => (Directive: directive, Location: Create(directive, level))).ToList();
        var prefixes = here.Select(static pair => pair.Location).OfType<Location>()
            .Where(static location => location.Kind is LocationKind.Prefix or LocationKind.PrefixFirst).Select(static location => location.Path).ToList();
        foreach (var (directive, location) in here)
        {
            if (location is null || !MayStand(directive, location, parent))
            {
                continue;
            }

            if (location.HasPath && hidden.Any(prefix => prefix.Length > parent!.Path.Length && location.Path.StartsWith(prefix, StringComparison.Ordinal)))
            {
                diagnostics.Note(directive.Position, $"location {Quote.Text(location.Path)} is never reached: a longer prefix beside the location around it comes first");
                continue;
            }

            // Patterns of the server are tried or not as the outermost prefix has it; those of a nested level are errors.
            var forbidden = patternsForbidden ?? location.Kind == LocationKind.PrefixFirst;
            var flat = location.Kind is LocationKind.Prefix or LocationKind.PrefixFirst
                ? location with { Kind = forbidden ? LocationKind.PrefixFirst : LocationKind.Prefix }
                : location;
            if (IsNew(directive, flat))
            {
                list.Add(flat);
                var siblings = prefixes.Where(prefix => prefix != location.Path && prefix.StartsWith(location.Path, StringComparison.Ordinal));
                Read(location.Scope, location, [.. hidden, .. siblings], forbidden, list);
            }
        }
    }

    private Location? Create(NginxDirective directive, Scope level)
    {
        var scope = new Scope(directive.Position, directive.Block!, level);
        var (modifier, path) = directive.Arguments.Count == 2
            ? (directive.Argument(0)!, directive.Argument(1)!)
            : Split(directive.Argument(0)!);
        var kind = modifier switch
        {
            "" => LocationKind.Prefix,
            "=" => LocationKind.Exact,
            "^~" => LocationKind.PrefixFirst,
            "~" => LocationKind.Pattern,
            "~*" => LocationKind.PatternAnyCase,
            "@" => LocationKind.Named,
            _ => (LocationKind?)null,
        };
        if (kind is null)
        {
            diagnostics.Error(directive.Position, $"invalid location modifier {Quote.Text(modifier)}");
            return null;
        }

        return new Location(kind.Value, path, scope);
    }

    // Without a space between them.
    private static (string Modifier, string Path) Split(string word)
    {
        foreach (var modifier in (ReadOnlySpan<string>)["^~", "~*", "=", "~"])
        {
            if (word.StartsWith(modifier, StringComparison.Ordinal))
            {
                return (modifier, word[modifier.Length..]);
            }
        }

        return word.StartsWith('@') ? ("@", word) : ("", word);
    }

    private bool MayStand(NginxDirective directive, Location location, Location? parent)
    {
        var shown = Quote.Text(location.Path);
        string? reason = location.Kind == LocationKind.Named
            ? $"named location {shown} is not supported: nothing leads there, since there is no error_page and no try_files"
            : location.HasPath && !location.Path.StartsWith('/')
            ? $"location {shown} can match nothing: a path begins with \"/\""
            : location.Path.Length == 0
            ? "location has an empty pattern"
            : parent is null
            ? null
            : parent.Kind == LocationKind.Exact
            ? $"location {shown} cannot be inside the exact location {Quote.Text(parent.Path)}"
            : !parent.HasPath
            ? $"location {shown} inside of a pattern is not supported: write it beside, with a pattern that has both"
            : !location.HasPath
            ? $"pattern {shown} inside of location {Quote.Text(parent.Path)} is not supported: write it beside, with a pattern that begins with ^ and the path"
            : !location.Path.StartsWith(parent.Path, StringComparison.Ordinal)
            ? $"location {shown} is outside location {Quote.Text(parent.Path)}"
            : null;
        if (reason is not null)
        {
            diagnostics.Error(directive.Position, reason);
        }

        return reason is null;
    }

    private bool IsNew(NginxDirective directive, Location location)
    {
        if (!location.HasPath)
        {
            return true;
        }

        var key = (location.Kind == LocationKind.Exact, location.Path);
        if (_seen.TryAdd(key, directive.Position))
        {
            return true;
        }

        diagnostics.Error(directive.Position, $"duplicate location {Quote.Text(location.Path)}: it stands in {_seen[key]} already");
        return false;
    }
}
