using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>
/// Holds each directive against the table: does it exist, may it stand here, has it the right arguments, does it stand here twice; and
/// says of those that are not translated what they mean here. Sentences about mistakes are nginx's.
/// </summary>
internal sealed class NginxChecker(Diagnostics diagnostics)
{
    /// <summary>Checks the directives of a block and of those within.</summary>
    /// <returns>What is left to translate.</returns>
    public List<NginxDirective> Check(IReadOnlyList<NginxDirective> directives, NginxContexts context)
    {
        var kept = new List<NginxDirective>();
        var first = new Dictionary<string, NginxDirective>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            if (!DirectiveTable.All.TryGetValue(directive.Name, out var rule))
            {
                Unknown(directive);
                continue;
            }

            if (IsWellFormed(directive, rule, context) && IsAlone(directive, rule, first) && Keep(directive, rule, context) is { } checkedOne)
            {
                kept.Add(checkedOne);
            }
        }

        return kept;
    }

    private NginxDirective? Keep(NginxDirective directive, DirectiveRule rule, NginxContexts context)
    {
        if (rule.Kind != DirectiveKind.Translated)
        {
            Say(directive, rule);
            if (directive.Name == "events")
            {
                Check(directive.Block!, NginxContexts.Events);
            }

            // A location without a handler is judged by whether it has a root; what types say is the type of a text that is returned.
            return directive.Name is "root" or "types" ? directive : null;
        }

        return directive.Block is null ? directive : directive with { Block = Check(directive.Block, Inner(directive.Name, context)) };
    }

    private void Say(NginxDirective directive, DirectiveRule rule)
    {
        if (!rule.Concerns(directive.Argument(0)))
        {
            return;
        }

        var words = rule.Words.Replace('`', '"');
        switch (rule.Kind)
        {
            case DirectiveKind.Nothing:
                diagnostics.Note(directive.Position, $"\"{directive.Name}\" means nothing here: {words}");
                break;
            case DirectiveKind.Changed:
                diagnostics.Change(directive.Position, $"\"{directive.Name}\": {words}");
                break;
            default:
                diagnostics.Error(directive.Position, $"\"{directive.Name}\" is not supported: {words}");
                break;
        }
    }

    private bool IsWellFormed(NginxDirective directive, DirectiveRule rule, NginxContexts context)
    {
        if ((rule.Contexts & context) == 0)
        {
            return Wrong(directive, $"\"{directive.Name}\" directive is not allowed here");
        }

        // One name for two things: a block of http, and a line of upstream.
        var isBlock = rule.IsBlock && !(directive.Name == "server" && context == NginxContexts.Upstream);
        if (isBlock && directive.Block is null)
        {
            return Wrong(directive, $"directive \"{directive.Name}\" has no opening \"{{\"");
        }

        if (!isBlock && directive.Block is not null)
        {
            return Wrong(directive, $"directive \"{directive.Name}\" is not terminated by \";\"");
        }

        var count = directive.Arguments.Count;
        var fits = directive.Name == "server"
            ? isBlock ? count == 0 : count > 0
            : count >= rule.LeastArguments && count <= rule.MostArguments;
        if (!fits)
        {
            return Wrong(directive, $"invalid number of arguments in \"{directive.Name}\" directive");
        }

        return !rule.IsFlag || directive.Argument(0) is "on" or "off"
            || Wrong(directive, $"invalid value {Quote.Text(directive.Argument(0)!)} in \"{directive.Name}\" directive, it must be \"on\" or \"off\"");
    }

    private bool IsAlone(NginxDirective directive, DirectiveRule rule, Dictionary<string, NginxDirective> first)
    {
        if (rule.MayRepeat || first.TryAdd(directive.Name, directive))
        {
            return true;
        }

        return Wrong(directive, $"\"{directive.Name}\" directive is duplicate: it stands in {first[directive.Name].Position} already");
    }

    private void Unknown(NginxDirective directive)
    {
        if (DirectiveTable.FamilyOf(directive.Name) is { } words)
        {
            diagnostics.Error(directive.Position, $"{Quote.Text(directive.Name)} is not supported: {words}");
            return;
        }

        var nearest = NearestName.Find(directive.Name, DirectiveTable.All.Keys);
        diagnostics.Error(
            directive.Position,
            $"unknown directive {Quote.Text(directive.Name)}{(nearest is null ? "; docs/nginx.md lists what is understood" : $"; did you mean \"{nearest}\"?")}");
    }

    private bool Wrong(NginxDirective directive, string message)
    {
        diagnostics.Error(directive.Position, message);
        return false;
    }

    private static NginxContexts Inner(string name, NginxContexts context) => name switch
    {
        "http" => NginxContexts.Http,
        "server" => NginxContexts.Server,
        "location" => NginxContexts.Location,
        "upstream" => NginxContexts.Upstream,
        "limit_except" => NginxContexts.LimitExcept,
        _ => context,
    };
}
