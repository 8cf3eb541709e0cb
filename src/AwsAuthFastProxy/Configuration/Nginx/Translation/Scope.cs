using AwsAuthFastProxy.Configuration.Nginx.Syntax;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// A block and those around it. A level that says something about a matter says all of it; a level that says nothing has what the level
/// around it has. That is nginx's inheritance for single values and for lists (proxy_set_header, allow, access_log) alike.
/// </summary>
internal sealed class Scope(SourcePosition position, IReadOnlyList<NginxDirective> own, Scope? outer)
{
    /// <summary>Where the block begins.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>What stands in the block itself.</summary>
    public IReadOnlyList<NginxDirective> Own { get; } = own;

    /// <summary>The block around it.</summary>
    public Scope? Outer { get; } = outer;

    /// <summary>The directive of the nearest level, there the last; null when no level has one.</summary>
    public NginxDirective? Find(string name)
    {
        for (var level = this; level is not null; level = level.Outer)
        {
            if (level.Own.LastOrDefault(directive => directive.Name == name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The directive in the block itself; null when it has none.</summary>
    public NginxDirective? FindOwn(string name) => Own.LastOrDefault(directive => directive.Name == name);

    /// <summary>The directives of the nearest level that has any of these names.</summary>
    public IReadOnlyList<NginxDirective> FindAll(params ReadOnlySpan<string> names)
    {
        for (var level = this; level is not null; level = level.Outer)
        {
            var found = new List<NginxDirective>();
            foreach (var directive in level.Own)
            {
                if (names.Contains(directive.Name))
                {
                    found.Add(directive);
                }
            }

            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>Whether a directive stands in the block itself.</summary>
    public bool Owns(NginxDirective directive) => Own.Contains(directive);
}
